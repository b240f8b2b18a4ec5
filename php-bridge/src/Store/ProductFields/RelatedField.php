<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\Refs;

/** Related products, in order. WooCommerce makes its own list of them from categories and tags, so that ours is meta. */
final class RelatedField implements Field {

	public const META = '_unopim_related_ids';

	public function __construct( private Refs $refs ) {}

	/** @return array<int>|null */
	public function read( \WC_Product $product ): ?array {
		if ( $product->is_type( 'variation' ) ) {
			return null;
		}
		return Ids::listed( $product->get_id() > 0 ? (array) get_post_meta( $product->get_id(), self::META, true ) : array() );
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		Guard::not_variation( $product, 'related' );
		$ids = Ids::of_products( (array) $value, 'related', $this->refs, $channel );
		if ( array() === $ids ) {
			$product->delete_meta_data( self::META );
		} else {
			$product->update_meta_data( self::META, $ids );
		}
	}
}
