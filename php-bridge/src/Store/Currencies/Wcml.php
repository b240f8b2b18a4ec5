<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\Currencies;

/** WooCommerce Multilingual (WCML) with multi-currency switched on: rows of meta for each price and currency, and a switch on the product. */
final class Wcml implements FixedPrices {

	private const STATUS = '_wcml_custom_prices_status';

	private function __construct( private object $multi_currency ) {}

	public static function find(): ?self {
		global $woocommerce_wpml;
		$on = function_exists( 'wcml_is_multi_currency_on' ) && wcml_is_multi_currency_on();
		return $on && is_object( $woocommerce_wpml->multi_currency ?? null ) ? new self( $woocommerce_wpml->multi_currency ) : null;
	}

	public function currencies(): array {
		return array_map( 'strval', array_keys( (array) $this->multi_currency->get_currencies() ) );
	}

	public function read( \WC_Product $product, string $price, string $currency ): string {
		$id = $product->get_id();
		// Amounts of a product whose switch is off are left over: the plugin converts.
		return 1 === (int) get_post_meta( $id, self::STATUS, true ) ? (string) get_post_meta( $id, "_{$price}_{$currency}", true ) : '';
	}

	public function write( \WC_Product $product, string $price, string $currency, string $amount ): void {
		if ( 1 !== (int) $product->get_meta( self::STATUS ) ) {
			$this->begin( $product );
		}
		$product->update_meta_data( "_{$price}_{$currency}", $amount );
		$now = $this->is_on_sale( $product, $currency ) ? $product->get_meta( "_sale_price_{$currency}" ) : $product->get_meta( "_regular_price_{$currency}" );
		if ( '' === (string) $now ) {
			// Without it the plugin converts; an empty one would be a price of nothing.
			$product->delete_meta_data( "_price_{$currency}" );
		} else {
			$product->update_meta_data( "_price_{$currency}", $now );
		}
	}

	/** Amounts that were left over would count again. */
	private function begin( \WC_Product $product ): void {
		foreach ( $this->currencies() as $currency ) {
			foreach ( array( 'regular_price', 'sale_price', 'price' ) as $price ) {
				$product->delete_meta_data( "_{$price}_{$currency}" );
			}
		}
		$product->update_meta_data( self::STATUS, '1' );
	}

	private function is_on_sale( \WC_Product $product, string $currency ): bool {
		$from = (int) $product->get_meta( "_sale_price_dates_from_{$currency}" );
		$to   = (int) $product->get_meta( "_sale_price_dates_to_{$currency}" );
		$now  = time();
		return '' !== (string) $product->get_meta( "_sale_price_{$currency}" ) && $from <= $now && ( 0 === $to || $now < $to );
	}
}
