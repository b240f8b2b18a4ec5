<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\Refs;

/** Other products, in order: upsells and cross-sells. */
final class ProductListField implements Field {

	/** @param 'upsell_ids'|'cross_sell_ids' $prop WooCommerce's name. */
	public function __construct( private string $name, private string $prop, private Refs $refs ) {}

	/** @return array<int>|null */
	public function read( \WC_Product $product ): ?array {
		return $product->is_type( 'variation' ) ? null : Ids::listed( $product->{"get_{$this->prop}"}( 'edit' ) );
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		Guard::not_variation( $product, $this->name );
		$product->{"set_{$this->prop}"}( Ids::of_products( (array) $value, $this->name, $this->refs, $channel ) );
	}
}
