<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\Refs;

/** Terms of `product_tag`. */
final class TagsField implements Field {

	public function __construct( private Refs $refs ) {}

	/** @return array<int>|null */
	public function read( \WC_Product $product ): ?array {
		return $product->is_type( 'variation' ) ? null : Ids::sorted( $product->get_tag_ids( 'edit' ) );
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		Guard::not_variation( $product, 'tags' );
		$product->set_tag_ids( Ids::of_terms( (array) $value, 'product_tag', 'tags', $this->refs, $channel ) );
	}
}
