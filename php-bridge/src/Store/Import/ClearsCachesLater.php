<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\Import;

/** `WC_Product_Data_Store_CPT::clear_caches()`, less what the database is asked for: that is done for the whole batch at once. */
trait ClearsCachesLater {

	public function __construct( private ProductCaches $caches ) {}

	/** @param \WC_Product $product */
	protected function clear_caches( &$product ) {
		foreach ( array_filter( array( $product->get_id(), $product->get_parent_id( 'edit' ) ) ) as $id ) {
			$this->caches->later( $id );
			\WC_Cache_Helper::invalidate_cache_group( "product_{$id}" );
		}
		\WC_Cache_Helper::invalidate_attribute_count( array_keys( $product->get_attributes() ) );
	}
}
