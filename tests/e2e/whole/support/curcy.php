<?php
// Stands in for the settings class of CURCY with fixed prices, whose names and shapes it has, while a test wants it.

declare( strict_types=1 );

if ( get_option( 'whole_currencies' ) ) {
	final class WOOMULTI_CURRENCY_F_Data {

		public static function get_ins(): self {
			return new self();
		}

		public function get_enable(): bool {
			return true;
		}

		public function check_fixed_price(): bool {
			return true;
		}

		/** @return array<string> */
		public function get_currencies(): array {
			return array( get_option( 'woocommerce_currency' ), ...explode( ',', get_option( 'whole_currencies' ) ) );
		}

		public function get_default_currency(): string {
			return get_option( 'woocommerce_currency' );
		}
	}
}
