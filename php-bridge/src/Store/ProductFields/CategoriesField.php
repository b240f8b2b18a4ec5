<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\Refs;

/** Terms of `product_cat`. WooCommerce gives a product without any its default category. */
final class CategoriesField implements Field {

	public function __construct( private Refs $refs ) {}

	/** @return array<int>|null */
	public function read( \WC_Product $product ): ?array {
		return $product->is_type( 'variation' ) ? null : Ids::sorted( $product->get_category_ids( 'edit' ) );
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		Guard::not_variation( $product, 'categories' );
		$product->set_category_ids( Ids::of_terms( (array) $value, 'product_cat', 'categories', $this->refs, $channel ) );
	}
}
