<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

/** The place in the order: of a variation among its siblings, of a product in the catalogue. */
final class MenuOrderField implements Field {

	public function read( \WC_Product $product ): int {
		return (int) $product->get_menu_order( 'edit' );
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		$product->set_menu_order( (int) $value );
	}
}
