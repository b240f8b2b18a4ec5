<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

/** The quantity at which the shop warns; null is the shop's own. Without managed stock there is none. */
final class LowStockField implements Field {

	public function read( \WC_Product $product ): ?string {
		$amount = $product->get_low_stock_amount( 'edit' );
		return '' === $amount || null === $amount ? null : (string) $amount;
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		$product->set_low_stock_amount( null === $value || '' === $value ? '' : Guard::decimal( $value, 'low_stock_amount' ) );
	}
}
