<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

/** Further attachments of a product, in order. */
final class GalleryField implements Field {

	/** @return array<int>|null */
	public function read( \WC_Product $product ): ?array {
		return $product->is_type( 'variation' ) ? null : Ids::listed( $product->get_gallery_image_ids( 'edit' ) );
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		Guard::not_variation( $product, 'gallery' );
		$product->set_gallery_image_ids( Ids::of_attachments( (array) $value, 'gallery' ) );
	}
}
