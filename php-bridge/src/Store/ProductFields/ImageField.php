<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

/** The attachment that a product or variation shows; a variation without one shows its parent's. */
final class ImageField implements Field {

	public function read( \WC_Product $product ): ?int {
		$id = (int) $product->get_image_id( 'edit' );
		return $id > 0 ? $id : null;
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		$product->set_image_id( null === $value ? '' : Ids::of_attachments( array( $value ), 'image' )[0] );
	}
}
