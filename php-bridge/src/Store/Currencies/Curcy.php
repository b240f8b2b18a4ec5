<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\Currencies;

use UnoPim\Connector\Store\Text;

/** CURCY, free or premium, with fixed prices switched on: one row of meta for each price, a JSON map of amounts by currency. */
final class Curcy implements FixedPrices {

	private const KEYS    = array( 'regular_price' => '_regular_price_wmcp', 'sale_price' => '_sale_price_wmcp' );
	private const CLASSES = array( 'WOOMULTI_CURRENCY_Data', 'WOOMULTI_CURRENCY_F_Data' );

	/** @param object $settings the plugin's own, which it shares with nobody by name */
	private function __construct( private object $settings ) {}

	public static function find(): ?self {
		foreach ( self::CLASSES as $class ) {
			if ( class_exists( $class ) ) {
				$settings = $class::get_ins();
				return $settings->get_enable() && $settings->check_fixed_price() ? new self( $settings ) : null;
			}
		}
		return null;
	}

	public function currencies(): array {
		return array_values( array_diff( array_map( 'strval', (array) $this->settings->get_currencies() ), array( (string) $this->settings->get_default_currency() ) ) );
	}

	public function read( \WC_Product $product, string $price, string $currency ): string {
		return (string) ( self::map( get_post_meta( $product->get_id(), self::KEYS[ $price ], true ) )[ $currency ] ?? '' );
	}

	public function write( \WC_Product $product, string $price, string $currency, string $amount ): void {
		$map = self::map( $product->get_meta( self::KEYS[ $price ] ) );
		// The plugin's editor leaves an empty text for a currency without an amount.
		$map[ $currency ] = $amount;
		$product->update_meta_data( self::KEYS[ $price ], Text::meta( (string) wp_json_encode( $map ) ) );
	}

	/** @return array<string,string> */
	private static function map( mixed $stored ): array {
		$map = is_string( $stored ) ? json_decode( $stored, true ) : $stored;
		return is_array( $map ) ? array_map( 'strval', array_filter( $map, 'is_scalar' ) ) : array();
	}
}
