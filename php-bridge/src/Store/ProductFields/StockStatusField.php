<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

/** In stock, out of stock, on backorder. With managed stock WooCommerce derives it from the quantity. */
final class StockStatusField implements Field {

	public function read( \WC_Product $product ): string {
		return (string) $product->get_stock_status( 'edit' );
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		$known = array_keys( wc_get_product_stock_status_options() );
		$product->set_stock_status( Guard::one_of( $value, $known, 'stock_status' ) );
	}
}
