<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\Refs;
use UnoPim\Connector\Store\StoreError;

/** Terms of `product_cat`. WooCommerce gives a product without any its default category. */
final class CategoriesField implements Field {

	public function __construct( private Refs $refs ) {}

	/** @return array<int>|null */
	public function read( \WC_Product $product ): ?array {
		if ( $product->is_type( 'variation' ) ) {
			return null;
		}
		$ids = array_map( 'intval', $product->get_category_ids( 'edit' ) );
		sort( $ids );
		return $ids;
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		Guard::not_variation( $product, 'categories' );
		$ids = array_map( fn( mixed $term ): int => $this->refs->id( $term, $channel, 'categories' ), (array) $value );
		foreach ( $ids as $id ) {
			if ( ! get_term( $id, 'product_cat' ) instanceof \WP_Term ) {
				throw new StoreError( 'term_missing', "The category #{$id} does not exist any more.", 'categories', 'Run a full pull, which creates missing categories.' );
			}
		}
		$product->set_category_ids( array_values( array_unique( $ids ) ) );
	}
}
