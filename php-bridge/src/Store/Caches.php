<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/** WordPress' object cache neither rolls back nor ends. This drops what an undone attempt may have left in it, and what would grow with the catalogue. */
final class Caches {

	/** Above this, what past batches left in memory is dropped. */
	private const PRODUCTS_KEPT = 400;

	private int $seen = 0;

	/** After a rollback. */
	public function drop( Touched $touched ): void {
		foreach ( $touched->taxonomies() as $taxonomy ) {
			AttributeTaxonomy::unregister( $taxonomy );
		}
		if ( wp_using_ext_object_cache() ) {
			$this->drop_shared( $touched );
		}
		$this->drop_runtime();
	}

	/**
	 * After a commit. What other requests read from the database while the transaction was open went into a shared cache as it was before.
	 */
	public function after_commit( Touched $touched ): void {
		foreach ( $touched->removed_taxonomies() as $taxonomy ) {
			AttributeTaxonomy::unregister( $taxonomy );
		}
		if ( wp_using_ext_object_cache() ) {
			$this->drop_shared( $touched );
		}
		$this->after( count( $touched->products() ) );
	}

	/** After so many products were read or written: a run over a large catalogue must not grow with it. */
	public function after( int $products ): void {
		$this->seen += $products;
		if ( $this->seen <= self::PRODUCTS_KEPT ) {
			return;
		}
		$this->seen = 0;
		// A shared cache that cannot drop its own process' part alone is left as it is: flushing it would hurt the shop.
		if ( ! wp_using_ext_object_cache() || wp_cache_supports( 'flush_runtime' ) ) {
			$this->drop_runtime();
		}
	}

	private function drop_runtime(): void {
		if ( wp_cache_supports( 'flush_runtime' ) ) {
			wp_cache_flush_runtime();
		} else {
			wp_cache_flush();
		}
	}

	/** What other requests would see, too: record by record, as flushing the whole of it would hurt the shop. */
	private function drop_shared( Touched $touched ): void {
		foreach ( $touched->products() as $id ) {
			clean_post_cache( $id );
			wp_cache_delete( 'lookup_table', "object_{$id}" );
			\WC_Cache_Helper::invalidate_cache_group( "product_{$id}" );
			wc_delete_product_transients( $id );
		}
		foreach ( $touched->terms() as $id => $taxonomy ) {
			clean_term_cache( $id, taxonomy_exists( $taxonomy ) ? $taxonomy : '' );
		}
		if ( array() !== $touched->taxonomies() || array() !== $touched->removed_taxonomies() ) {
			delete_transient( 'wc_attribute_taxonomies' );
			\WC_Cache_Helper::invalidate_cache_group( 'woocommerce-attributes' );
		}
		wp_cache_delete( 'alloptions', 'options' );
		wp_cache_delete( 'notoptions', 'options' );
		wp_cache_delete( 'cron', 'options' );
	}
}
