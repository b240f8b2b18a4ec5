<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\StoreError;

/** Checks that several fields share. */
final class Guard {

	public static function not_variation( \WC_Product $product, string $field ): void {
		if ( $product->is_type( 'variation' ) ) {
			throw new StoreError( 'not_applicable', "A variation has no field {$field} of its own.", $field, 'Write it to the variable product.' );
		}
	}

	public static function variation( \WC_Product $product, string $field ): void {
		if ( ! $product->is_type( 'variation' ) ) {
			throw new StoreError( 'not_applicable', "Only variations have the field {$field}.", $field, 'Write it to a variation.' );
		}
	}

	/** A decimal string such as `12.50`. */
	public static function decimal( mixed $value, string $field ): string {
		if ( ! is_scalar( $value ) || 1 !== preg_match( '/^-?\d+(\.\d+)?$/', (string) $value ) ) {
			throw new StoreError( 'not_numeric', 'The value is not a decimal number.', $field, 'Digits and one point only, such as 12.50.' );
		}
		return (string) $value;
	}
}
