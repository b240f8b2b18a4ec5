<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\StoreError;

/** The slug of a shipping class; empty is none, and for a variation its parent's. */
final class ShippingClassField implements Field {

	private const TAXONOMY = 'product_shipping_class';

	public function read( \WC_Product $product ): string {
		$id   = (int) $product->get_shipping_class_id( 'edit' );
		$term = $id > 0 ? get_term( $id, self::TAXONOMY ) : null;
		return $term instanceof \WP_Term ? $term->slug : '';
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		if ( null === $value || '' === $value ) {
			$product->set_shipping_class_id( 0 );
			return;
		}
		$term = is_string( $value ) ? get_term_by( 'slug', $value, self::TAXONOMY ) : false;
		if ( ! $term instanceof \WP_Term ) {
			throw new StoreError( 'unknown_value', 'The shop has no shipping class of this slug.', 'shipping_class', 'Create the shipping class in WooCommerce, or correct the code in UnoPim.' );
		}
		$product->set_shipping_class_id( $term->term_id );
	}
}
