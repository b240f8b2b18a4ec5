<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\Import;

/** WooCommerce's own data store, with the clearing of caches put off to the batch's end. */
final class BatchProductStore extends \WC_Product_Data_Store_CPT {

	use ClearsCachesLater;

	/**
	 * What was a variable product has a price row for each end of its range, and WooCommerce brings its table up to date for other changes only.
	 *
	 * @param \WC_Product $product
	 */
	protected function handle_updated_props( &$product ) {
		$is_another_type = in_array( 'product_type', $this->updated_props, true );
		if ( $is_another_type ) {
			delete_post_meta( $product->get_id(), '_price' );
		}
		parent::handle_updated_props( $product );
		if ( $is_another_type ) {
			$this->update_lookup_table( $product->get_id(), 'wc_product_meta_lookup' );
		}
	}
}
