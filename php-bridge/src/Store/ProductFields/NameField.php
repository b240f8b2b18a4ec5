<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\Text;

/** The name. WooCommerce makes a variation's title from its parent's name and its axes. */
final class NameField implements Field {

	public function read( \WC_Product $product ): ?string {
		return $product->is_type( 'variation' ) ? null : Text::decoded( $product->get_name( 'edit' ) );
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		Guard::not_variation( $product, 'name' );
		$product->set_name( Text::shielded( Text::line( (string) $value ) ) );
	}
}
