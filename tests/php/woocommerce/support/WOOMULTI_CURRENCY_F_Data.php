<?php
/** Stands in for the settings class of CURCY, whose names and shapes it has. */

declare( strict_types=1 );

final class WOOMULTI_CURRENCY_F_Data {

	public static bool $on = true;

	public static function get_ins(): self {
		return new self();
	}

	public function get_enable(): bool {
		return self::$on;
	}

	public function check_fixed_price(): bool {
		return true;
	}

	/** @return array<string> */
	public function get_currencies(): array {
		return array( 'EUR', 'GBP', 'USD' );
	}

	public function get_default_currency(): string {
		return 'EUR';
	}
}
