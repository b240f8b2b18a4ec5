<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\Refs;
use UnoPim\Connector\Store\StoreError;

/** The products that a grouped product shows, in order. */
final class GroupedField implements Field {

	public function __construct( private Refs $refs ) {}

	/** @return array<int>|null */
	public function read( \WC_Product $product ): ?array {
		return $product->is_type( 'grouped' ) ? Ids::listed( $product->get_children( 'edit' ) ) : null;
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		if ( ! $product->is_type( 'grouped' ) ) {
			throw new StoreError( 'not_applicable', 'Only a grouped product shows other products as its own.', 'grouped', 'Make it a grouped product in the shop, or map the association elsewhere.' );
		}
		$product->set_children( Ids::of_products( (array) $value, 'grouped', $this->refs, $channel ) );
	}
}
