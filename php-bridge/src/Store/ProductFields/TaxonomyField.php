<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\Refs;
use UnoPim\Connector\Store\StoreError;

/** Terms of any other taxonomy that products have: brands, or one of the shop's own. */
final class TaxonomyField implements LateField {

	/** These have fields of their own, or are WooCommerce's own business. */
	private const RESERVED = array( 'product_cat', 'product_tag', 'product_shipping_class', 'product_type', 'product_visibility' );

	public function __construct( private string $taxonomy, private Refs $refs ) {}

	/** @return array<int>|null */
	public function read( \WC_Product $product ): ?array {
		if ( $product->is_type( 'variation' ) || ! is_object_in_taxonomy( 'product', $this->taxonomy ) ) {
			return null;
		}
		$terms = $product->get_id() > 0 ? get_the_terms( $product->get_id(), $this->taxonomy ) : false;
		return is_array( $terms ) ? Ids::sorted( wp_list_pluck( $terms, 'term_id' ) ) : array();
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		$field = "taxonomy:{$this->taxonomy}";
		Guard::not_variation( $product, $field );
		if ( in_array( $this->taxonomy, self::RESERVED, true ) || taxonomy_is_product_attribute( $this->taxonomy ) ) {
			throw new StoreError( 'taxonomy_reserved', "Terms of {$this->taxonomy} are a field of their own.", $field, 'Use categories, tags, shipping_class or attribute:pa_….' );
		}
		if ( ! is_object_in_taxonomy( 'product', $this->taxonomy ) ) {
			throw new StoreError( 'taxonomy_missing', "Products of this shop have no taxonomy {$this->taxonomy}.", $field, 'Activate the plugin that registers it, or remove the mapping.' );
		}
		$this->ids( $value, $channel );
	}

	public function finish( \WC_Product $product, mixed $value, string $channel ): void {
		$done = wp_set_object_terms( $product->get_id(), $this->ids( $value, $channel ), $this->taxonomy );
		if ( is_wp_error( $done ) ) {
			throw StoreError::from_wp_error( $done, "taxonomy:{$this->taxonomy}" );
		}
	}

	/** @return array<int> */
	private function ids( mixed $value, string $channel ): array {
		return Ids::of_terms( (array) $value, $this->taxonomy, "taxonomy:{$this->taxonomy}", $this->refs, $channel );
	}
}
