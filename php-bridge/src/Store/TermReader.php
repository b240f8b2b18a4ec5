<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/** `terms.read`: whole taxonomies with their links, in three queries for any number of taxonomies. */
final class TermReader {

	public const FIELDS = array( 'name', 'parent', 'order', 'description' );

	public function __construct( private \wpdb $db, private LinkReader $links ) {}

	/**
	 * @param array<array<string, mixed>> $requests
	 * @return array<array<string, mixed>>
	 */
	public function read( array $requests ): array {
		$names  = array_values( array_unique( array_filter( array_column( $requests, 'taxonomy' ), 'taxonomy_exists' ) ) );
		$terms  = $this->terms( $names );
		$groups = $this->links->groups( array_map( static fn( array $request ): array => array( (string) $request['entity'], (string) ( $request['channel'] ?? '' ) ), $requests ) );
		$list   = array();
		foreach ( $requests as $request ) {
			$taxonomy = (string) $request['taxonomy'];
			$prefix   = (string) ( $request['prefix'] ?? '' );
			$links    = $groups[ $request['entity'] . "\n" . ( $request['channel'] ?? '' ) ];
			$list[]   = array(
				'taxonomy' => $taxonomy,
				'exists'   => in_array( $taxonomy, $names, true ),
				'terms'    => $terms[ $taxonomy ] ?? array(),
				'links'    => array_values( array_map( static fn( LinkRow $link ): array => $link->to_wire(), array_filter( $links, static fn( LinkRow $link ): bool => str_starts_with( $link->code, $prefix ) ) ) ),
			);
		}
		return $list;
	}

	/**
	 * The value of a term's field, as on the wire.
	 */
	public static function value( \WP_Term $term, string $field, ?int $order = null ): string|int {
		return match ( $field ) {
			'name'        => Text::decoded( $term->name ),
			'slug'        => $term->slug,
			'parent'      => (int) $term->parent,
			'order'       => $order ?? (int) get_term_meta( $term->term_id, 'order', true ),
			'description' => $term->description,
			default       => throw new StoreError( 'unknown_field', "Terms have no field {$field}.", $field, 'The fields are listed in docs/wire.md.' ),
		};
	}

	/**
	 * @param array<string> $taxonomies
	 * @return array<string, array<array<string, mixed>>>
	 */
	private function terms( array $taxonomies ): array {
		if ( array() === $taxonomies ) {
			return array();
		}
		$terms = get_terms( array( 'taxonomy' => $taxonomies, 'hide_empty' => false, 'orderby' => 'term_id', 'update_term_meta_cache' => false, 'suppress_filter' => true ) );
		if ( is_wp_error( $terms ) ) {
			throw StoreError::from_wp_error( $terms, null );
		}
		$orders = $this->orders( array_map( static fn( \WP_Term $term ): int => $term->term_id, $terms ) );
		$found  = array();
		foreach ( $terms as $term ) {
			$entry = array( 'id' => $term->term_id, 'slug' => $term->slug );
			foreach ( self::FIELDS as $field ) {
				$entry[ $field ] = self::value( $term, $field, $orders[ $term->term_id ] ?? 0 );
			}
			$entry['h']                = array_map( array( FieldHash::class, 'of' ), array_intersect_key( $entry, array_flip( self::FIELDS ) ) );
			$found[ $term->taxonomy ][] = $entry;
		}
		return $found;
	}

	/**
	 * Only the order out of the terms' meta: WooCommerce keeps long product lists there too. A term without one stands at 0, as
	 * WooCommerce sorts it.
	 *
	 * @param array<int> $ids
	 * @return array<int, int>
	 */
	private function orders( array $ids ): array {
		$orders = array();
		foreach ( array_chunk( $ids, 2000 ) as $some ) {
			// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
			$rows = $this->db->get_results( $this->db->prepare( "SELECT term_id, meta_value FROM {$this->db->termmeta} WHERE meta_key = 'order' AND term_id IN (" . Sql::in( $some, '%d' ) . ') ORDER BY meta_id DESC', $some ) );
			foreach ( $rows as $row ) {
				$orders[ (int) $row->term_id ] = (int) $row->meta_value;
			}
		}
		return $orders;
	}
}
