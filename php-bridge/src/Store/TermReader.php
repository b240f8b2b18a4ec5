<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/** `terms.read`: whole taxonomies with their links, and what waits of their terms for a choice, in four queries for any number of taxonomies. */
final class TermReader {

	public const FIELDS = array( 'name', 'parent', 'order', 'description' );

	public function __construct( private \wpdb $db, private LinkReader $links, private Items $items, private Translations $translations ) {}

	/**
	 * @param array<array<string, mixed>> $requests
	 * @return array<array<string, mixed>>
	 */
	public function read( array $requests ): array {
		$names  = array_values( array_unique( array_filter( array_column( $requests, 'taxonomy' ), 'taxonomy_exists' ) ) );
		$keys   = array();
		foreach ( $requests as $request ) {
			array_push( $keys, ...array_map( 'strval', (array) ( $request['meta'] ?? array() ) ) );
		}
		$terms  = $this->terms( $names, array_values( array_unique( $keys ) ) );
		$asked  = array_map( static fn( array $request ): array => array( (string) $request['entity'], (string) ( $request['channel'] ?? '' ) ), $requests );
		$groups = $this->links->groups( array_merge( $asked, ...array_map( array( self::class, 'beside' ), $requests ) ) );
		$held   = $this->items->held( array_values( array_unique( $asked, SORT_REGULAR ) ) );
		$list   = array();
		foreach ( $requests as $request ) {
			$taxonomy = (string) $request['taxonomy'];
			$prefix   = (string) ( $request['prefix'] ?? '' );
			$group    = $request['entity'] . "\n" . ( $request['channel'] ?? '' );
			$links    = $groups[ $group ];
			$beside   = array_merge( array(), ...array_map( static fn( array $other ): array => $groups[ implode( "\n", $other ) ], self::beside( $request ) ) );
			$waiting  = array_values( array_filter( $held[ $group ] ?? array(), static fn( array $item ): bool => str_starts_with( $item['code'], $prefix ) ) );
			$list[]   = $this->translations->of_terms( $request, array(
				'taxonomy' => $taxonomy,
				'exists'   => in_array( $taxonomy, $names, true ),
				'terms'    => array_map( static fn( array $found ): array => self::entry( $found[0], $found[1], array_map( 'strval', (array) ( $request['meta'] ?? array() ) ) ), $terms[ $taxonomy ] ?? array() ),
				'links'    => self::links( $links, $prefix ),
			) + ( array() === $beside ? array() : array( 'others' => self::links( $beside, $prefix ) ) ) + ( array() === $waiting ? array() : array( 'items' => $waiting ) ) );
		}
		return $list;
	}

	/**
	 * The groups of links that the site's other channels have.
	 *
	 * @param array<string, mixed> $request
	 * @return array<array{0: string, 1: string}>
	 */
	private static function beside( array $request ): array {
		return array_map( static fn( $other ): array => array( (string) $request['entity'], (string) $other ), array_values( (array) ( $request['others'] ?? array() ) ) );
	}

	/**
	 * @param array<LinkRow> $links
	 * @return array<array<string, mixed>> Those whose code begins so, as on the wire.
	 */
	private static function links( array $links, string $prefix ): array {
		return array_values( array_map( static fn( LinkRow $link ): array => $link->to_wire(), array_filter( $links, static fn( LinkRow $link ): bool => str_starts_with( $link->code, $prefix ) ) ) );
	}

	/** The value of a term's field, as on the wire. */
	public static function value( \WP_Term $term, string $field ): string|int|null {
		return match ( true ) {
			'order' === $field           => (int) get_term_meta( $term->term_id, 'order', true ),
			TermMeta::is_meta( $field )  => TermMeta::read( $term->term_id, $field ),
			default                      => self::own( $term, $field ),
		};
	}

	private static function own( \WP_Term $term, string $field ): string|int {
		return match ( $field ) {
			'name'        => Text::decoded( $term->name ),
			'slug'        => $term->slug,
			'parent'      => (int) $term->parent,
			'description' => $term->description,
			default       => throw new StoreError( 'unknown_field', "Terms have no field {$field}.", $field, 'The fields are listed in docs/wire.md.' ),
		};
	}

	/**
	 * A term as on the wire. Swatches and thumbnail are left out where there are none; their hashes are there always.
	 *
	 * @param array<string, string> $meta Its meta, by key.
	 * @param array<string>         $keys The keys that are asked for.
	 * @return array<string, mixed>
	 */
	private static function entry( \WP_Term $term, array $meta, array $keys ): array {
		$entry  = array( 'id' => $term->term_id, 'slug' => $term->slug );
		$hashes = array();
		foreach ( self::FIELDS as $field ) {
			$entry[ $field ]  = 'order' === $field ? (int) ( $meta['order'] ?? 0 ) : self::own( $term, $field );
			$hashes[ $field ] = FieldHash::of( $entry[ $field ] );
		}
		foreach ( TermMeta::FIELDS as $field => $key ) {
			$value            = TermMeta::value( $field, $meta[ $key ] ?? null );
			$hashes[ $field ] = FieldHash::of( $value );
			if ( null !== $value ) {
				$entry[ $field ] = $value;
			}
		}
		foreach ( $keys as $key ) {
			$entry['meta'][ $key ]     = isset( $meta[ $key ] ) ? TermMeta::value( "meta:{$key}", maybe_unserialize( $meta[ $key ] ) ) : null;
			$hashes[ "meta:{$key}" ] = FieldHash::of( $entry['meta'][ $key ] );
		}
		$entry['h'] = $hashes;
		return $entry;
	}

	/**
	 * @param array<string> $taxonomies
	 * @param array<string> $keys Meta keys beside those of fields.
	 * @return array<string, array<array{0: \WP_Term, 1: array<string, string>}>> By taxonomy: terms with their meta.
	 */
	private function terms( array $taxonomies, array $keys ): array {
		if ( array() === $taxonomies ) {
			return array();
		}
		$terms = get_terms( array( 'taxonomy' => $taxonomies, 'hide_empty' => false, 'orderby' => 'term_id', 'update_term_meta_cache' => false, 'suppress_filter' => true ) );
		if ( is_wp_error( $terms ) ) {
			throw StoreError::from_wp_error( $terms, null );
		}
		$meta  = $this->meta( array_map( static fn( \WP_Term $term ): int => $term->term_id, $terms ), array_merge( array( 'order' ), array_values( TermMeta::FIELDS ), $keys ) );
		$found = array();
		foreach ( $terms as $term ) {
			$found[ $term->taxonomy ][] = array( $term, $meta[ $term->term_id ] ?? array() );
		}
		return $found;
	}

	/**
	 * Only these keys of the terms' meta: WooCommerce keeps long product lists there too. A term without an order stands at 0, as
	 * WooCommerce sorts it.
	 *
	 * @param array<int>    $ids
	 * @param array<string> $keys
	 * @return array<int, array<string, string>>
	 */
	private function meta( array $ids, array $keys ): array {
		$meta = array();
		foreach ( array_chunk( $ids, 2000 ) as $some ) {
			// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
			$rows = Sql::rows( $this->db, $this->db->prepare( "SELECT term_id, meta_key, meta_value FROM {$this->db->termmeta} WHERE meta_key IN (" . Sql::in( $keys ) . ') AND term_id IN (' . Sql::in( $some, '%d' ) . ') ORDER BY meta_id DESC', array_merge( $keys, $some ) ) );
			foreach ( $rows as $row ) {
				$meta[ (int) $row->term_id ][ (string) $row->meta_key ] = (string) $row->meta_value;
			}
		}
		return $meta;
	}
}
