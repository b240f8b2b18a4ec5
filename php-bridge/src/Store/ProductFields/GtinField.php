<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\StoreError;

/** GTIN, UPC, EAN or ISBN. WooCommerce's own check that it is unique stays in force. */
final class GtinField implements Field {

	public function read( \WC_Product $product ): string {
		return (string) $product->get_global_unique_id( 'edit' );
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		$gtin = trim( (string) $value );
		if ( 1 === preg_match( '/[^0-9-]/', $gtin ) ) {
			throw new StoreError( 'unknown_value', 'A GTIN, UPC, EAN or ISBN has digits and hyphens only; WooCommerce would drop the rest.', 'gtin', 'Correct the number in UnoPim.' );
		}
		if ( $gtin !== $product->get_global_unique_id( 'edit' ) ) {
			$product->set_global_unique_id( $gtin );
		}
	}
}
