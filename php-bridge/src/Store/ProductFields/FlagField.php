<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\StoreError;

/** Yes or no: featured, virtual … */
final class FlagField implements Field {

	/** @param bool $default What a new product has. */
	public function __construct( private string $name, private bool $of_variations, private bool $default = false ) {}

	public function read( \WC_Product $product ): ?bool {
		// A variation's stock may also be managed by its "parent": then it is not by itself.
		return $this->is_of( $product ) ? true === $product->{"get_{$this->name}"}( 'edit' ) : null;
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		if ( ! $this->is_of( $product ) ) {
			Guard::not_variation( $product, $this->name );
		}
		if ( null !== $value && ! is_bool( $value ) ) {
			throw new StoreError( 'unknown_value', 'The value is neither true nor false.', $this->name, 'Map the field to a boolean attribute.' );
		}
		$product->{"set_{$this->name}"}( $value ?? $this->default );
	}

	private function is_of( \WC_Product $product ): bool {
		return $this->of_variations || ! $product->is_type( 'variation' );
	}
}
