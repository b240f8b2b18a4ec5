<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

/** Weight, length, width or height, in the shop's unit. An empty one of a variation means its parent's. */
final class MeasureField implements Field {

	/** @param 'weight'|'length'|'width'|'height' $name */
	public function __construct( private string $name ) {}

	public function read( \WC_Product $product ): string {
		return (string) $product->{"get_{$this->name}"}( 'edit' );
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		$product->{"set_{$this->name}"}( null === $value || '' === $value ? '' : Guard::decimal( $value, $this->name ) );
	}
}
