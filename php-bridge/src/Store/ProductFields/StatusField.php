<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

/** Published, draft … For variations `publish` is enabled and `private` disabled. */
final class StatusField implements Field {

	private const OF_PRODUCTS   = array( 'publish', 'draft', 'pending', 'private' );
	private const OF_VARIATIONS = array( 'publish', 'private' );

	public function read( \WC_Product $product ): string {
		return (string) $product->get_status( 'edit' );
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		$known = $product->is_type( 'variation' ) ? self::OF_VARIATIONS : self::OF_PRODUCTS;
		$product->set_status( Guard::one_of( $value, $known, 'status' ) );
	}
}
