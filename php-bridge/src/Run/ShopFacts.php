<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Languages\Chosen;

/** What a run is told about the shop (docs/wire.md, `store`). */
class ShopFacts {

	/** @return array<string,mixed> as they hold for a channel */
	public function all( string $channel ): array {
		return array(
			'currency'       => $this->currency(),
			'price_decimals' => function_exists( 'wc_get_price_decimals' ) ? wc_get_price_decimals() : (int) get_option( 'woocommerce_price_num_decimals', 2 ),
			'weight_unit'    => (string) get_option( 'woocommerce_weight_unit', 'kg' ),
			'dimension_unit' => (string) get_option( 'woocommerce_dimension_unit', 'cm' ),
			// Terms and texts that customers read, so in the shop's language and not in the administrator's.
			'words'          => self::in_site_language( static fn() => array( 'yes' => __( 'Yes', 'unopim-connector' ), 'no' => __( 'No', 'unopim-connector' ) ) ),
			'dates'          => self::in_site_language( static fn() => self::dates() ) + TimeZone::fact( $channel ),
			// Where products are that nobody has put anywhere: a shop's own drawer, which UnoPim need not know.
			'default_categories' => Chosen::versions( (int) get_option( 'default_product_cat', 0 ), 'product_cat' ),
		) + $this->classes() + array_filter( array( 'languages' => Chosen::facts() ) );
	}

	/** @return array<string,array<string>> Slugs by kind of class; nothing without WooCommerce. */
	private function classes(): array {
		if ( ! class_exists( \WC_Tax::class ) || ! taxonomy_exists( 'product_shipping_class' ) ) {
			return array();
		}
		$shipping = get_terms(
			array(
				'taxonomy'   => 'product_shipping_class',
				'hide_empty' => false,
				'fields'     => 'slugs',
			)
		);
		return array(
			'tax_classes'      => array_values( \WC_Tax::get_tax_class_slugs() ),
			'shipping_classes' => is_array( $shipping ) ? array_values( $shipping ) : array(),
		);
	}

	/** That of the stored prices: currency plugins filter WooCommerce's own function to show customers another. */
	public function currency(): string {
		return (string) get_option( 'woocommerce_currency', 'USD' );
	}

	/** @return array{format:string,months:array<string>,short_months:array<string>} */
	private static function dates(): array {
		global $wp_locale;
		$months = array_map( static fn( int $month ) => (string) $wp_locale->get_month( $month ), range( 1, 12 ) );
		return array(
			'format'       => (string) get_option( 'date_format', 'F j, Y' ),
			'months'       => $months,
			'short_months' => array_map( static fn( string $month ) => (string) $wp_locale->get_month_abbrev( $month ), $months ),
		);
	}

	/**
	 * @template T
	 * @param callable():T $text
	 * @return T
	 */
	private static function in_site_language( callable $text ): mixed {
		$switched = get_locale() !== determine_locale() && switch_to_locale( get_locale() );
		try {
			return $text();
		} finally {
			if ( $switched ) {
				restore_previous_locale();
			}
		}
	}
}
