<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

/** The quantity in stock; null means that stock is not managed. */
final class StockQuantityField implements Field {

	public function read( \WC_Product $product ): ?string {
		$quantity = true === $product->get_manage_stock( 'edit' ) ? $product->get_stock_quantity( 'edit' ) : null;
		return null === $quantity ? null : (string) $quantity;
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		$product->set_manage_stock( null !== $value );
		$product->set_stock_quantity( null === $value ? '' : Guard::decimal( $value, 'stock_quantity' ) );
	}
}
