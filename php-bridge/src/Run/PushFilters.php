<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

/** Filters of other plugins on what is made anew in UnoPim: asked before anything is planned, and added to what the store answers a push. */
final class PushFilters {

	private const DEFAULTS = 'unopim_connector_push_defaults';
	private const CODE     = 'unopim_connector_unopim_code';

	/**
	 * @param array<string,mixed> $request
	 * @param array<string,mixed> $answer
	 * @return array<string,mixed>
	 */
	public static function answer( array $request, array $answer ): array {
		return match ( true ) {
			'products.read' === $request['do'] && has_filter( self::DEFAULTS ) => array( 'items' => array_map( array( self::class, 'with_defaults' ), $answer['items'] ) ) + $answer,
			'attributes.read' === $request['do'] && has_filter( self::CODE )   => array( 'attributes' => self::with_codes( $answer['attributes'], $answer['links'], array( 'entity' => 'attribute', 'taxonomy' => '' ) ) ) + $answer,
			'terms.read' === $request['do'] && has_filter( self::CODE )        => array( 'taxonomies' => array_map( array( self::class, 'with_term_codes' ), $answer['taxonomies'], $request['taxonomies'] ) ) + $answer,
			default => $answer,
		};
	}

	/**
	 * @param array<string,mixed> $item a snapshot
	 * @return array<string,mixed>
	 */
	private static function with_defaults( array $item ): array {
		$shown = array( 'fields' => array_map( static fn( $field ) => $field['v'], (array) $item['fields'] ) ) + array_diff_key( $item, array( 'bases' => 1 ) );
		/**
		 * Filters what a product begins with that is made in UnoPim.
		 *
		 * @param array{family:string,values:array<string,mixed>} $defaults an empty family is the default one; values by place, such as `common.material`
		 * @param array<string,mixed>                             $product  id, kind, status, parent, sku, fields by name
		 */
		$wanted = apply_filters( self::DEFAULTS, array( 'family' => '', 'values' => array() ), $shown );
		$family = is_array( $wanted ) && is_string( $wanted['family'] ?? null ) ? $wanted['family'] : '';
		$values = is_array( $wanted ) && is_array( $wanted['values'] ?? null ) ? array_filter( $wanted['values'], 'is_string', ARRAY_FILTER_USE_KEY ) : array();
		return '' === $family && array() === $values ? $item : $item + array( 'defaults' => array( 'family' => $family, 'values' => (object) $values ) );
	}

	/**
	 * @param array<string,mixed> $found a taxonomy
	 * @param array<string,mixed> $wish
	 * @return array<string,mixed>
	 */
	private static function with_term_codes( array $found, array $wish ): array {
		return array( 'terms' => self::with_codes( $found['terms'], $found['links'], array( 'entity' => (string) $wish['entity'], 'taxonomy' => (string) $found['taxonomy'] ) ) ) + $found;
	}

	/**
	 * @param array<array<string,mixed>> $rows
	 * @param array<array<string,mixed>> $links what has one has its code
	 * @param array<string,string>       $about
	 * @return array<array<string,mixed>>
	 */
	private static function with_codes( array $rows, array $links, array $about ): array {
		$linked = array_flip( array_column( $links, 'id' ) );
		return array_map(
			static function ( array $row ) use ( $linked, $about ): array {
				if ( isset( $linked[ $row['id'] ] ) ) {
					return $row;
				}
				$proposal = str_replace( '-', '_', (string) $row['slug'] );
				/**
				 * Filters the code of what is made in UnoPim.
				 *
				 * @param string              $code
				 * @param string              $label
				 * @param array<string,mixed> $context `entity`, `taxonomy`, `id`
				 */
				$wanted = apply_filters( self::CODE, $proposal, (string) $row['name'], $about + array( 'id' => $row['id'] ) );
				return is_string( $wanted ) && '' !== $wanted && $wanted !== $proposal ? $row + array( 'code' => $wanted ) : $row;
			},
			$rows
		);
	}
}
