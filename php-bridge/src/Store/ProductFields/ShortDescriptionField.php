<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\Text;

final class ShortDescriptionField implements Field {

	public function read( \WC_Product $product ): ?string {
		return $product->is_type( 'variation' ) ? null : (string) $product->get_short_description( 'edit' );
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		Guard::not_variation( $product, 'short_description' );
		$product->set_short_description( Text::shielded( Text::html( (string) $value ) ) );
	}
}
