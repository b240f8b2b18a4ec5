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

	/** What a variable product does not have may be taken away from it: it was a simple one until now. */
	public static function not_variable( \WC_Product $product, string $field, mixed $value ): void {
		if ( $product->is_type( 'variable' ) && null !== $value && '' !== $value ) {
			throw new StoreError( 'not_applicable', "A variable product has no field {$field} of its own.", $field, 'Write it to its variations.' );
		}
	}

	/**
	 * @param array<string> $known
	 * @throws StoreError When the value is none of them.
	 */
	public static function one_of( mixed $value, array $known, string $field ): string {
		if ( ! in_array( $value, $known, true ) ) {
			$list = array_map( static fn( string $word ): string => '' === $word ? '""' : $word, $known );
			throw new StoreError( 'unknown_value', 'The shop does not know this value.', $field, 'One of: ' . implode( ', ', $list ) . '.' );
		}
		return $value;
	}

	/** A decimal string such as `12.50`. */
	public static function decimal( mixed $value, string $field ): string {
		if ( ! is_scalar( $value ) || 1 !== preg_match( '/^-?\d+(\.\d+)?$/', (string) $value ) ) {
			throw new StoreError( 'not_numeric', 'The value is not a decimal number.', $field, 'Digits and one point only, such as 12.50.' );
		}
		return (string) $value;
	}
}
