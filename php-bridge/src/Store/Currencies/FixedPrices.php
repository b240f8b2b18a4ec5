<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\Currencies;

/** Where a plugin keeps the prices of a product in currencies beside the shop's own. */
interface FixedPrices {

	/** @return array<string> the further currencies in which the shop sells; their codes */
	public function currencies(): array;

	/**
	 * The amount as it is stored, '' where there is none and the plugin converts.
	 *
	 * @param 'regular_price'|'sale_price' $price
	 */
	public function read( \WC_Product $product, string $price, string $currency ): string;

	/**
	 * Sets the amount on the product, which its owner saves; '' takes it away.
	 *
	 * @param 'regular_price'|'sale_price' $price
	 */
	public function write( \WC_Product $product, string $price, string $currency, string $amount ): void;
}
