<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

use UnoPim\Connector\Store\ProductFields\FieldSet;

/** Snapshots of products and variations, read through WooCommerce's objects over caches that are filled for all of them at once. */
final class ProductReader {

	public function __construct( private FieldSet $fields, private LinkReader $links ) {}

	/**
	 * `products.read`.
	 *
	 * @param array<int>    $ids
	 * @param array<string> $fields
	 * @param array<string> $others The site's other channels.
	 * @return array<array<string, mixed>>
	 */
	public function read( string $channel, array $ids, array $fields, array $others = array() ): array {
		$ids = array_values( array_unique( array_map( 'intval', $ids ) ) );
		$this->prime( $ids );
		$bases     = $this->links->bases( $channel, $ids, $others );
		$snapshots = array();
		foreach ( $ids as $id ) {
			$product = self::load( $id );
			if ( null !== $product ) {
				$snapshots[] = $this->snapshot( $product, $fields, $bases[ $id ] ?? array() );
			}
		}
		return $snapshots;
	}

	/** A product or variation; null when there is none (any more). */
	public static function load( int $id ): ?\WC_Product {
		if ( $id < 1 || ! in_array( get_post_type( $id ), array( 'product', 'product_variation' ), true ) ) {
			return null;
		}
		$product = wc_get_product( $id );
		return $product instanceof \WC_Product ? $product : null;
	}

	public static function kind( \WC_Product $product ): string {
		$type = $product->get_type();
		return in_array( $type, array( 'simple', 'variable', 'variation' ), true ) ? $type : 'other';
	}

	/**
	 * @param array<string>        $fields
	 * @param array<string, mixed> $bases
	 * @return array<string, mixed>
	 */
	public function snapshot( \WC_Product $product, array $fields, array $bases ): array {
		if ( in_array( '*', $fields, true ) ) {
			$fields = array_merge( $this->fields->names_of( $product ), array_diff( $fields, array( '*' ) ) );
		}
		$values = array();
		foreach ( array_unique( $fields ) as $name ) {
			$value           = $this->fields->get( $name )->read( $product );
			$values[ $name ] = array( 'v' => $value, 'h' => FieldHash::of( $value ) );
		}
		return array(
			'id'     => $product->get_id(),
			'kind'   => self::kind( $product ),
			'status' => $product->get_status( 'edit' ),
			'parent' => $product->get_parent_id( 'edit' ),
			'sku'    => $product->get_sku( 'edit' ),
			'fields' => (object) $values,
			'bases'  => (object) $bases,
		);
	}

	public function hash( \WC_Product $product, string $field ): string {
		return FieldHash::of( $this->fields->get( $field )->read( $product ) );
	}

	/**
	 * Fills WordPress' caches for these items, the parents of variations among them, and their terms: a few queries for any number.
	 *
	 * @param array<int> $ids
	 */
	public static function prime( array $ids ): void {
		$ids = array_values( array_unique( array_filter( $ids ) ) );
		if ( array() === $ids ) {
			return;
		}
		self::prime_posts( $ids );
		$parents = array_filter( array_map( static fn( int $id ): int => 'product_variation' === get_post_type( $id ) ? (int) wp_get_post_parent_id( $id ) : 0, $ids ) );
		$parents = array_values( array_diff( array_unique( $parents ), $ids ) );
		if ( array() !== $parents ) {
			self::prime_posts( $parents );
		}
		$terms = array();
		foreach ( $ids as $id ) {
			foreach ( get_object_taxonomies( (string) get_post_type( $id ) ) as $taxonomy ) {
				$cached = taxonomy_is_product_attribute( $taxonomy ) || 'product_shipping_class' === $taxonomy ? wp_cache_get( $id, "{$taxonomy}_relationships" ) : false;
				array_push( $terms, ...( is_array( $cached ) ? $cached : array() ) );
			}
		}
		if ( array() !== $terms ) {
			_prime_term_caches( array_values( array_unique( array_map( 'intval', $terms ) ) ) );
		}
	}

	/**
	 * WordPress leaves out the terms and meta of those whose post it knows already, as it does of all that were just written.
	 *
	 * @param array<int> $ids
	 */
	private static function prime_posts( array $ids ): void {
		_prime_post_caches( $ids, false, false );
		$types = array();
		foreach ( $ids as $id ) {
			$types[ (string) get_post_type( $id ) ][] = $id;
		}
		foreach ( array_intersect_key( $types, array( 'product' => 1, 'product_variation' => 1 ) ) as $type => $of_type ) {
			update_object_term_cache( $of_type, $type );
		}
		update_meta_cache( 'post', $ids );
	}
}
