<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

/** What a run is told about the shop (docs/wire.md, `store`). */
class ShopFacts {

	/** @return array{currency:string,price_decimals:int,words:array{yes:string,no:string}} */
	public function all(): array {
		return array(
			'currency'       => $this->currency(),
			'price_decimals' => function_exists( 'wc_get_price_decimals' ) ? wc_get_price_decimals() : (int) get_option( 'woocommerce_price_num_decimals', 2 ),
			// Terms that customers read, so in the shop's language and not in the administrator's.
			'words'          => array(
				'yes' => self::in_site_language( static fn() => __( 'Yes', 'unopim-connector' ) ),
				'no'  => self::in_site_language( static fn() => __( 'No', 'unopim-connector' ) ),
			),
		);
	}

	public function currency(): string {
		return function_exists( 'get_woocommerce_currency' ) ? (string) get_woocommerce_currency() : (string) get_option( 'woocommerce_currency', 'USD' );
	}

	/** @param callable():string $text */
	private static function in_site_language( callable $text ): string {
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
