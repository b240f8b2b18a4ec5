<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Source\HttpAnswer;

/**
 * Filters of other plugins on what an engine is told and what it asks for: before a plan is made, never after. Each costs nothing where nobody
 * has hooked in; a page of UnoPim is decoded only then.
 */
final class ItemFilters {

	private const SOURCE = 'unopim_connector_source_item';
	private const SHOP   = 'unopim_connector_shop_item';
	private const MATCH  = 'unopim_connector_match_product';
	private const SKIP   = 'unopim_connector_skip_item';
	private const SLUG   = 'unopim_connector_term_slug';
	private const NAME   = 'unopim_connector_attribute_slug';

	/** Lists whose records can be filtered, and what one of them is. */
	private const LISTS = array( 'products' => 'product', 'configurable-products' => 'product', 'configrable-products' => 'product', 'categories' => 'category', 'attributes' => 'attribute', 'families' => 'family' );

	/** As long as WordPress keeps a slug. */
	private const MAX_SLUG = 190;

	/** Kinds of runs whose operations were filtered when they were planned, or never came from UnoPim. */
	private const SETTLED = array( 'apply', 'undo' );

	/** @return string|null what the records of a path are, where somebody filters them. */
	public static function entity_of( string $path ): ?string {
		return has_filter( self::SOURCE ) && 1 === preg_match( '#^([a-z-]+)(?:/[^/]+)?$#', $path, $found ) ? ( self::LISTS[ $found[1] ] ?? null ) : null;
	}

	/** The records of an answer, filtered one by one. */
	public static function source( HttpAnswer $answer, string $entity, string $channel ): HttpAnswer {
		$body = 200 === $answer->status ? json_decode( $answer->body ) : null;
		if ( ! is_object( $body ) ) {
			return $answer;
		}
		$data = $body->data ?? null;
		if ( is_array( $data ) ) {
			$body->data = array_map( static fn( $item ) => self::item( $item, $entity, $channel ), $data );
		} elseif ( is_object( $data ) ) {
			$body->data = self::item( $data, $entity, $channel );
		} else {
			$body = self::item( $body, $entity, $channel );
		}
		return new HttpAnswer( $answer->status, $answer->headers, (string) wp_json_encode( $body, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION ) );
	}

	private static function item( mixed $item, string $entity, string $channel ): mixed {
		/**
		 * Filters a record of UnoPim before anything is planned from it.
		 *
		 * @param object $item    as UnoPim sent it
		 * @param string $entity  `product`, `category`, `attribute` or `family`
		 * @param string $channel
		 */
		$filtered = is_object( $item ) ? apply_filters( self::SOURCE, $item, $entity, $channel ) : $item;
		return is_object( $filtered ) ? $filtered : $item;
	}

	/**
	 * What the store answers.
	 *
	 * @param bool                $push    a run that sends asks
	 * @param array<string,mixed> $request
	 * @param array<string,mixed> $answer
	 * @return array<string,mixed>
	 */
	public static function answer( array $request, array $answer, callable $find, bool $push = false ): array {
		$answer = $push ? PushFilters::answer( $request, $answer ) : $answer;
		if ( 'products.read' === $request['do'] && has_filter( self::SHOP ) ) {
			$answer['items'] = array_map( array( self::class, 'shop_item' ), $answer['items'] );
		}
		if ( 'links.of' === $request['do'] && 'product' === $request['entity'] && has_filter( self::SKIP ) ) {
			$answer['items'] = array( ...$answer['items'], ...self::unsent( $request, $answer ) );
		}
		if ( 'links.read' === $request['do'] && 'product' === $request['entity'] ) {
			$answer = has_filter( self::MATCH ) && 'sku' === ( $request['match'] ?? null ) ? self::matched( $request, $answer, $find ) : $answer;
			$answer = has_filter( self::SKIP ) ? self::skipped( $request, $answer ) : $answer;
		}
		return $answer;
	}

	/**
	 * @param array<string,mixed> $item a snapshot
	 * @return array<string,mixed>
	 */
	private static function shop_item( array $item ): array {
		$fields = (array) $item['fields'];
		$shown  = array( 'fields' => array_map( static fn( $field ) => $field['v'], $fields ) ) + array_diff_key( $item, array( 'bases' => 1 ) );
		/**
		 * Filters a product of the shop before it is compared. Values of fields that it has can be changed; what a write is guarded by stays.
		 *
		 * @param array<string,mixed> $item   id, kind, status, parent, sku, fields by name
		 * @param string              $entity
		 * @param int                 $id
		 */
		$filtered = apply_filters( self::SHOP, $shown, 'product', $item['id'] );
		$values   = is_array( $filtered ) && is_array( $filtered['fields'] ?? null ) ? array_intersect_key( $filtered['fields'], $fields ) : array();
		foreach ( $values as $name => $value ) {
			$fields[ $name ]['v'] = $value;
		}
		return array( 'fields' => (object) $fields ) + $item;
	}

	/**
	 * @param array<string,mixed>                           $request
	 * @param array<string,mixed>                           $answer
	 * @param callable(string,string,int):?array<string,mixed> $find channel, code, id → the match
	 * @return array<string,mixed>
	 */
	private static function matched( array $request, array $answer, callable $find ): array {
		foreach ( array_diff( $request['codes'], array_column( $answer['links'], 'code' ), array_column( $answer['matches'], 'code' ) ) as $code ) {
			/**
			 * Filters which shop product a UnoPim product is, where neither link, SKU nor GTIN has told.
			 *
			 * @param int|null             $id
			 * @param array<string,string> $item `sku`, `channel`
			 */
			$id = apply_filters( self::MATCH, null, array( 'sku' => (string) $code, 'channel' => $request['channel'] ) );
			$found = is_int( $id ) && $id > 0 ? $find( $request['channel'], (string) $code, $id ) : null;
			if ( null !== $found ) {
				$answer['matches'][] = $found;
			}
		}
		return $answer;
	}

	/**
	 * @param array<string,mixed> $request
	 * @param array<string,mixed> $answer
	 * @return array<string,mixed>
	 */
	private static function skipped( array $request, array $answer ): array {
		$ids      = array_column( $answer['links'], 'id', 'code' );
		$excluded = array_column( array_filter( $answer['items'], static fn( $item ) => 'excluded' === $item['lane'] ), 'code' );
		foreach ( array_diff( $request['codes'], $excluded ) as $code ) {
			$id = (int) ( $ids[ $code ] ?? 0 );
			$answer['items'] = array( ...$answer['items'], ...self::veto( (string) $code, $request['channel'], $id, 'pull' ) );
		}
		return $answer;
	}

	/** Whether somebody has a say in names that the engine would give. */
	public static function has_names(): bool {
		return has_filter( self::NAME );
	}

	/**
	 * `names.ask`: what is to be called otherwise than proposed. The engine holds it to the limits of a slug.
	 *
	 * @param array<array<string,string>> $names
	 * @return array{names:array<array<string,string>>}
	 */
	public static function names( array $names, string $channel ): array {
		$wanted = array();
		foreach ( $names as $name ) {
			/**
			 * Filters the slug, without `pa_`, of the product attribute for an attribute that no row names. Give the same each time: another slug is another attribute.
			 *
			 * @param string               $slug
			 * @param string               $label
			 * @param array<string,string> $context `entity`, `key`, `channel`
			 */
			$slug = apply_filters( self::NAME, $name['slug'], $name['label'], array( 'entity' => $name['entity'], 'key' => $name['key'], 'channel' => $channel ) );
			if ( is_string( $slug ) && '' !== $slug && $slug !== $name['slug'] ) {
				$wanted[] = array( 'key' => $name['key'], 'slug' => $slug );
			}
		}
		return array( 'names' => $wanted );
	}

	/**
	 * Products that are not to be sent; one that has no link yet goes by its SKU.
	 *
	 * @param array<string,mixed> $request
	 * @param array<string,mixed> $answer
	 * @return array<array<string,mixed>>
	 */
	private static function unsent( array $request, array $answer ): array {
		$codes = array_column( $answer['links'], 'code', 'id' );
		$vetos = array_map( static fn( int $id ) => self::veto( (string) ( $codes[ $id ] ?? get_post_meta( $id, '_sku', true ) ), $request['channel'], $id, 'push' ), $request['ids'] );
		return array_merge( ...$vetos );
	}

	/** @return array<array<string,mixed>> an `excluded` item, or nothing. */
	private static function veto( string $code, string $channel, int $id, string $direction ): array {
		/**
		 * Filters whether an item is left out, by a reason in a few words.
		 *
		 * @param string|null          $reason
		 * @param array<string,mixed>  $item      `entity`, `key`, `channel`, `id` of the linked shop item or 0
		 * @param string               $direction `pull` or `push`
		 */
		$reason = apply_filters( self::SKIP, null, array( 'entity' => 'product', 'key' => $code, 'channel' => $channel, 'id' => $id ), $direction );
		return is_string( $reason ) && '' !== $reason
			? array( array( 'row' => 0, 'lane' => 'excluded', 'entity' => 'product', 'channel' => $channel, 'code' => $code, 'id' => $id, 'state' => 'open', 'tries' => 0, 'error_code' => mb_substr( $reason, 0, 64 ), 'body' => null ) )
			: array();
	}

	/**
	 * What the engine asks for: slugs of terms that are to be made.
	 *
	 * @param array<string,mixed> $request
	 * @return array<string,mixed>
	 */
	public static function request( array $request, string $kind ): array {
		if ( 'store.apply' !== $request['do'] || in_array( $kind, self::SETTLED, true ) || ! has_filter( self::SLUG ) ) {
			return $request;
		}
		foreach ( $request['operations'] as $place => $operation ) {
			if ( 'create' === $operation['action'] && in_array( $operation['entity'], array( 'option', 'category', 'term' ), true ) ) {
				$request['operations'][ $place ]['fields'] = self::with_slug( $operation );
			}
		}
		return $request;
	}

	/**
	 * @param array<string,mixed> $operation
	 * @return array<array<string,mixed>>
	 */
	private static function with_slug( array $operation ): array {
		$fields = array_column( $operation['fields'], null, 'field' );
		if ( is_string( $fields['slug']['new'] ?? null ) ) {
			/**
			 * Filters the slug of a term that is to be made.
			 *
			 * @param string              $slug
			 * @param string              $label
			 * @param array<string,mixed> $context `entity`, `key`, `taxonomy`, `channel`
			 */
			$wanted = apply_filters( self::SLUG, $fields['slug']['new'], (string) ( $fields['name']['new'] ?? '' ), array_intersect_key( $operation, array_flip( array( 'entity', 'key', 'taxonomy', 'channel' ) ) ) );
			$wanted = is_string( $wanted ) ? sanitize_title( $wanted ) : '';
			if ( '' !== $wanted && strlen( $wanted ) <= self::MAX_SLUG ) {
				$fields['slug']['new'] = $wanted;
			}
		}
		return array_values( $fields );
	}
}
