<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\Text;

/** What customers read after they bought the product. Variations take their parent's. */
final class PurchaseNoteField implements Field {

	public function read( \WC_Product $product ): ?string {
		return $product->is_type( 'variation' ) ? null : (string) $product->get_purchase_note( 'edit' );
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		Guard::not_variation( $product, 'purchase_note' );
		$product->set_purchase_note( Text::html( (string) $value ) );
	}
}
