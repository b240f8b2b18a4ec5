<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\Import;

/**
 * Deleting meta that is not there. WooCommerce deletes some twenty empty properties of a product with every save, and WordPress looks for
 * each of them in the database first. The cache already knows all keys that the product has.
 */
final class AbsentMeta {

	public function start(): void {
		add_filter( 'delete_post_metadata', array( $this, 'answer' ), PHP_INT_MAX - 1, 5 );
	}

	public function stop(): void {
		remove_filter( 'delete_post_metadata', array( $this, 'answer' ), PHP_INT_MAX - 1 );
	}

	/** False is what WordPress returns after it has found nothing, without having called an action. */
	public function answer( $check, $id, $key, $value, $all ): mixed {
		if ( null !== $check || $all || ! in_array( get_post_type( $id ), array( 'product', 'product_variation' ), true ) ) {
			return $check;
		}
		return metadata_exists( 'post', (int) $id, (string) $key ) ? null : false;
	}
}
