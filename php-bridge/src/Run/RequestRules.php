<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Source\Outgoing;
use UnoPim\Connector\Source\PathRules;
use UnoPim\Connector\Source\SourceFault;

/**
 * Which requests a step may hold. A step may come from a browser, so nothing in it is trusted: what is not on the list, or
 * not of its form, refuses the whole step before any of it is carried out.
 */
final class RequestRules {

	private const READS  = array( 'source.get', 'links.read', 'links.pending', 'links.unseen', 'links.find', 'products.read', 'variations.read', 'attributes.read', 'terms.read', 'items.read', 'plan.read', 'history.read', 'media.read', 'media.list', 'media.of', 'catalog.read', 'shop.products', 'links.of', 'names.ask', 'wait' );
	private const WRITES = array( 'store.apply', 'links.mark', 'items.write', 'catalog.write', 'plan.write', 'media.fetch', 'media.note', 'ask' );

	/** What reaches UnoPim. A run that only plans never sends. */
	private const SENDS = array( 'source.send', 'source.upload' );

	private const ENTITIES = array( 'product', 'attribute', 'option', 'category', 'term', 'group' );
	private const ACTIONS  = array( 'create', 'update', 'link', 'sync', 'trash', 'restore', 'delete', 'unlink' );
	private const KINDS    = array( 'attribute', 'option', 'family', 'group', 'category', 'channel', 'locale', 'currency', 'category_field', 'association_type', 'page' );
	private const LANES    = array( 'held', 'parked', 'excluded', 'image', 'pull', 'push' );

	/** Terms that are not about products, or are WooCommerce's own switches. */
	private const NO_TAXONOMIES = array( 'category', 'post_tag', 'nav_menu', 'link_category', 'post_format', 'wp_theme', 'wp_template_part_area', 'wp_pattern_category', 'product_type', 'product_visibility', 'product_shipping_class' );

	private const MAX_REQUESTS   = 256;
	private const MAX_OPERATIONS = 500;
	private const MAX_LIST       = 20000;
	private const MAX_WAIT       = 3600;
	private const MAX_FORM       = 32;

	/**
	 * @param mixed $requests of a step frame
	 * @param bool  $sends    the run may send to UnoPim
	 * @return array<array<string,mixed>>
	 * @throws RunFault|SourceFault
	 */
	public static function check( mixed $requests, string $job, bool $sends = false ): array {
		if ( ! is_array( $requests ) || ! array_is_list( $requests ) || count( $requests ) > self::MAX_REQUESTS ) {
			throw RunFault::bad_request( 'requests', __( 'The requests are not a list, or too many.', 'unopim-connector' ) );
		}
		$seen = array();
		foreach ( $requests as $place => $request ) {
			$path = "requests[{$place}]";
			$id   = is_array( $request ) ? ( $request['id'] ?? null ) : null;
			if ( ! is_int( $id ) || $id < 0 || isset( $seen[ $id ] ) ) {
				throw RunFault::bad_request( "{$path}.id", __( 'A request has no number of its own.', 'unopim-connector' ) );
			}
			$seen[ $id ] = true;
			self::check_one( $request, $job, $sends, $path );
		}
		return $requests;
	}

	/** @return array<string> */
	public static function allowed( string $job, bool $sends = false ): array {
		return match ( $job ) {
			'probe'   => array( 'source.get', 'wait' ),
			'preview' => self::READS,
			'refresh' => array( 'source.get', 'catalog.read', 'catalog.write', 'wait' ),
			'pull', 'deletions', 'images' => array_merge( self::READS, self::WRITES ),
			'push', 'apply', 'undo' => array_merge( self::READS, self::WRITES, $sends ? self::SENDS : array() ),
			default   => array(),
		};
	}

	/** @param array<string,mixed> $request */
	private static function check_one( array $request, string $job, bool $sends, string $path ): void {
		$name = $request['do'] ?? null;
		if ( ! in_array( $name, self::allowed( $job, $sends ), true ) ) {
			throw RunFault::bad_request( "{$path}.do", __( 'A run of this kind may not ask for that.', 'unopim-connector' ) );
		}
		$valid = match ( $name ) {
			'source.get'      => is_string( $request['path'] ?? null ) && is_array( $request['query'] ?? array() ) && self::is_text_or_null( $request['etag'] ?? null ),
			'source.send'     => in_array( $request['method'] ?? null, Outgoing::METHODS, true ) && is_string( $request['path'] ?? null ) && self::is_body( $request['body'] ?? null ),
			'source.upload'   => is_string( $request['path'] ?? null ) && self::is_list( $request['fields'] ?? array(), array( self::class, 'is_pair' ), self::MAX_FORM ) && is_string( $request['file'] ?? null ) && '' !== $request['file'] && is_int( $request['attachment'] ?? null ),
			'shop.products'   => isset( $request['ids'] ) ? self::is_list( $request['ids'], 'is_int' ) : self::is_page( $request ),
			'links.of'        => self::is_entity( $request ) && is_string( $request['channel'] ?? null ) && self::is_list( $request['ids'] ?? null, 'is_int' ),
			'media.of'        => self::is_list( $request['ids'] ?? null, 'is_int' ),
			'media.note'      => self::is_list( $request['media'] ?? null, array( self::class, 'is_note' ) ),
			'links.read'      => self::is_entity( $request ) && is_string( $request['channel'] ?? null ) && self::is_list( $request['codes'] ?? null, 'is_string' ) && in_array( $request['match'] ?? null, array( null, 'sku' ), true ) && self::are_texts( $request['gtins'] ?? array() ) && self::is_list( $request['others'] ?? array(), 'is_string' ) && self::is_tongue( $request ),
			'products.read'   => is_string( $request['channel'] ?? null ) && self::is_list( $request['ids'] ?? null, 'is_int' ) && self::is_list( $request['fields'] ?? null, 'is_string' ) && self::is_list( $request['others'] ?? array(), 'is_string' ),
			'variations.read' => self::is_list( $request['parents'] ?? null, 'is_int' ),
			'attributes.read' => true,
			'terms.read'      => self::is_list( $request['taxonomies'] ?? null, array( self::class, 'is_wish' ) ),
			'links.pending'   => self::is_entity( $request ) && is_string( $request['channel'] ?? null ) && is_string( $request['flag'] ?? null ) && self::is_page( $request ),
			'links.mark'      => self::is_entity( $request ) && is_string( $request['channel'] ?? null ) && self::is_list( $request['codes'] ?? null, 'is_string' ),
			'links.unseen'    => self::is_entity( $request ) && is_string( $request['channel'] ?? null ) && self::is_page( $request ),
			'names.ask'       => self::is_list( $request['names'] ?? null, array( self::class, 'is_name' ), self::MAX_OPERATIONS ),
			'links.find'      => self::is_entity( $request ) && is_string( $request['channel'] ?? null ) && is_string( $request['text'] ?? null ) && '' !== $request['text'] && self::is_page( $request ),
			'items.read'      => self::is_lane( $request ) && is_string( $request['channel'] ?? null ) && self::is_list( $request['states'] ?? null, 'is_string' ) && is_bool( $request['due'] ?? false ) && self::is_page( $request ),
			'items.write'     => self::is_list( $request['items'] ?? array(), array( self::class, 'is_item' ) ) && self::is_list( $request['remove'] ?? array(), array( self::class, 'is_item_key' ) ),
			'plan.read'       => is_int( $request['plan'] ?? null ) && self::is_page( $request ),
			'plan.write'      => is_int( $request['plan'] ?? null ) && self::is_list( $request['rows'] ?? null, static fn( $row ) => is_array( $row ) && is_int( $row['row'] ?? null ) && self::is_operation( $row['op'] ?? null ), self::MAX_OPERATIONS ),
			'history.read'    => is_int( $request['run'] ?? null ) && is_int( $request['limit'] ?? null ) && ( ! isset( $request['before'] ) || is_int( $request['before'] ) ),
			'media.read'      => self::is_list( $request['paths'] ?? null, 'is_string' ),
			'media.list'      => self::is_page( $request ),
			'media.fetch'     => self::is_list( $request['files'] ?? null, array( self::class, 'is_file_wish' ) ),
			'ask'             => is_string( $request['question'] ?? null ) && is_int( $request['count'] ?? null ) && is_int( $request['linked'] ?? null ) && self::is_list( $request['keys'] ?? null, 'is_string' ),
			'catalog.read'    => self::is_list( $request['kinds'] ?? null, static fn( $kind ) => in_array( $kind, self::KINDS, true ) ),
			'catalog.write'   => in_array( $request['kind'] ?? null, self::KINDS, true ) && is_bool( $request['complete'] ?? null ) && self::is_list( $request['records'] ?? null, array( self::class, 'is_record' ) ),
			'store.apply'     => self::is_list( $request['operations'] ?? null, array( self::class, 'is_operation' ), self::MAX_OPERATIONS ),
			'wait'            => is_int( $request['seconds'] ?? null ) && $request['seconds'] >= 0 && $request['seconds'] <= self::MAX_WAIT,
		};
		if ( ! $valid ) {
			/* translators: %s: name of a request */
			throw RunFault::bad_request( $path, sprintf( __( 'The request %s is not of its form.', 'unopim-connector' ), $name ) );
		}
		if ( str_starts_with( $name, 'source.' ) ) {
			PathRules::check( $request['path'] );
			PathRules::query( $request['query'] ?? array() );
		}
	}

	private static function is_text_or_null( mixed $value ): bool {
		return null === $value || is_string( $value );
	}

	/** What is asked on a site with several languages. @param array<string,mixed> $wish */
	private static function is_tongue( array $wish ): bool {
		return is_string( $wish['language'] ?? '' ) && is_string( $wish['of'] ?? '' );
	}

	/** @param array<string,mixed> $request */
	private static function is_page( array $request ): bool {
		return is_int( $request['after'] ?? null ) && $request['after'] >= 0 && is_int( $request['limit'] ?? null ) && $request['limit'] >= 0 && $request['limit'] <= self::MAX_LIST;
	}

	private static function are_texts( mixed $map ): bool {
		return is_array( $map ) && count( $map ) <= self::MAX_LIST && array() === array_filter( $map, static fn( $text ) => ! is_string( $text ) );
	}

	/** @param array<string,mixed> $request */
	private static function is_lane( array $request ): bool {
		return in_array( $request['lane'] ?? null, self::LANES, true );
	}

	private static function is_item_key( mixed $item ): bool {
		return is_array( $item ) && self::is_lane( $item ) && self::is_entity( $item ) && is_string( $item['channel'] ?? null ) && is_string( $item['code'] ?? null ) && '' !== $item['code'] && is_string( $item['stamp'] ?? '' );
	}

	private static function is_item( mixed $item ): bool {
		return self::is_item_key( $item ) && is_string( $item['state'] ?? null ) && is_int( $item['id'] ?? 0 ) && is_int( $item['tries'] ?? 0 ) && is_int( $item['in'] ?? 0 ) && is_string( $item['error_code'] ?? '' );
	}

	/** What only passes through this host comes as an object or a list, and is sent as it came. */
	private static function is_body( mixed $body ): bool {
		return null === $body || is_object( $body ) || is_array( $body );
	}

	private static function is_pair( mixed $pair ): bool {
		return is_array( $pair ) && array_is_list( $pair ) && 2 === count( $pair ) && is_string( $pair[0] ) && '' !== $pair[0] && is_string( $pair[1] );
	}

	private static function is_note( mixed $note ): bool {
		return is_array( $note ) && is_string( $note['path'] ?? null ) && '' !== $note['path'] && is_int( $note['id'] ?? null );
	}

	private static function is_file_wish( mixed $file ): bool {
		return is_array( $file ) && is_string( $file['path'] ?? null ) && '' !== $file['path'] && self::is_text_or_null( $file['etag'] ?? null )
			&& is_string( $file['name'] ?? '' ) && is_string( $file['alt'] ?? '' ) && is_string( $file['allow'] ?? '' ) && is_int( $file['max_bytes'] ?? 0 );
	}

	/** @param array<string,mixed> $request */
	private static function is_entity( array $request ): bool {
		return in_array( $request['entity'] ?? null, self::ENTITIES, true );
	}

	private static function is_list( mixed $value, callable $item, int $most = self::MAX_LIST ): bool {
		if ( ! is_array( $value ) || ! array_is_list( $value ) || count( $value ) > $most ) {
			return false;
		}
		foreach ( $value as $part ) {
			if ( ! $item( $part ) ) {
				return false;
			}
		}
		return true;
	}

	private static function is_wish( mixed $wish ): bool {
		return is_array( $wish ) && is_string( $wish['taxonomy'] ?? null ) && '' !== $wish['taxonomy'] && ! in_array( $wish['taxonomy'], self::NO_TAXONOMIES, true )
			&& self::is_entity( $wish ) && is_string( $wish['channel'] ?? null ) && is_string( $wish['prefix'] ?? null ) && self::is_list( $wish['meta'] ?? array(), 'is_string' ) && self::is_list( $wish['others'] ?? array(), 'is_string' ) && self::is_tongue( $wish );
	}

	private static function is_name( mixed $name ): bool {
		return is_array( $name ) && self::is_entity( $name ) && is_string( $name['key'] ?? null ) && is_string( $name['slug'] ?? null ) && is_string( $name['label'] ?? null );
	}

	private static function is_record( mixed $record ): bool {
		return is_array( $record ) && is_string( $record['code'] ?? null ) && '' !== $record['code'] && is_string( $record['hash'] ?? null ) && array_key_exists( 'body', $record );
	}

	private static function is_operation( mixed $operation ): bool {
		return is_array( $operation ) && is_int( $operation['n'] ?? null ) && self::is_entity( $operation ) && in_array( $operation['action'] ?? null, self::ACTIONS, true )
			&& is_string( $operation['key'] ?? null ) && is_array( $operation['fields'] ?? array() ) && is_int( $operation['plan_row'] ?? 0 ) && is_string( $operation['language'] ?? '' ) && is_int( $operation['translation_of'] ?? 0 )
			&& in_array( $operation['side'] ?? null, array( null, 'unopim' ), true ) && is_string( $operation['taxonomy'] ?? '' ) && ! in_array( $operation['taxonomy'] ?? '', self::NO_TAXONOMIES, true );
	}
}
