<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\Currencies\FixedPrices;
use UnoPim\Connector\Store\Currencies\Plugins;
use UnoPim\Connector\Store\StoreError;

/** A price in a currency beside the shop's own (`regular_price:USD`), which a currency plugin keeps. */
final class CurrencyPriceField implements Field {

	private ?FixedPrices $plugin;

	/** @param 'regular_price'|'sale_price' $price */
	public function __construct( private string $price, private string $currency ) {
		$plugin       = Plugins::active();
		$this->plugin = null !== $plugin && in_array( $currency, $plugin->currencies(), true ) ? $plugin : null;
	}

	public function read( \WC_Product $product ): ?string {
		return $product->is_type( 'variable' ) ? null : $this->plugin?->read( $product, $this->price, $this->currency );
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		$name = "{$this->price}:{$this->currency}";
		if ( null === $this->plugin ) {
			throw new StoreError( 'currency_off', "The shop does not sell in {$this->currency} at fixed prices.", $name, 'Switch the currency and its fixed prices on in the shop’s currency plugin, or run again without it.' );
		}
		Guard::not_variable( $product, $name, $value );
		$this->plugin->write( $product, $this->price, $this->currency, null === $value || '' === $value ? '' : Guard::decimal( $value, $name ) );
	}
}
