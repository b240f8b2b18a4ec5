<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

/** Regular or sale price. A variable product has none: WooCommerce shows the range of its variations. */
final class PriceField implements Field {

	/** @param 'regular_price'|'sale_price' $name */
	public function __construct( private string $name ) {}

	public function read( \WC_Product $product ): ?string {
		return $product->is_type( 'variable' ) ? null : (string) $product->{"get_{$this->name}"}( 'edit' );
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		Guard::not_variable( $product, $this->name, $value );
		$product->{"set_{$this->name}"}( null === $value || '' === $value ? '' : Guard::decimal( $value, $this->name ) );
	}
}
