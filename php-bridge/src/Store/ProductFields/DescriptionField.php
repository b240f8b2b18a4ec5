<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\Text;

/** The long description; variations have one of their own. */
final class DescriptionField implements Field {

	public function read( \WC_Product $product ): string {
		return (string) $product->get_description( 'edit' );
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		$product->set_description( Text::shielded( Text::html( (string) $value ) ) );
	}
}
