<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\Import;

/**
 * Counts terms once a batch instead of once a product, with the switches that WordPress and WooCommerce have for imports. What is
 * deferred that way is every change of a product's terms or status; a change of its stock status matters to the counts as well where
 * the shop hides what is sold out.
 */
final class TermCounts {

	/** @var array<int, true> */
	private array $hidden = array();

	private bool $was_deferred = false;

	public function defer(): void {
		$this->hidden       = array();
		$this->was_deferred = wp_defer_term_counting();
		wp_defer_term_counting( true );
		add_filter( 'woocommerce_product_recount_terms', '__return_false', 99 );
		add_action( 'woocommerce_product_set_stock_status', array( $this, 'note' ), 1 );
	}

	/** @param int $id */
	public function note( $id ): void {
		if ( 'yes' === get_option( 'woocommerce_hide_out_of_stock_items' ) ) {
			$this->hidden[ (int) $id ] = true;
		}
	}

	/** Counts what was put off. Inside of the batch's transaction; calling it again does nothing. */
	public function settle(): void {
		remove_filter( 'woocommerce_product_recount_terms', '__return_false', 99 );
		remove_action( 'woocommerce_product_set_stock_status', array( $this, 'note' ), 1 );
		if ( ! $this->was_deferred ) {
			wp_defer_term_counting( false );
		}
		foreach ( array( 'product_cat', 'product_tag' ) as $taxonomy ) {
			$parents = array();
			foreach ( array_keys( $this->hidden ) as $id ) {
				foreach ( wc_get_object_terms( $id, $taxonomy ) as $term ) {
					$parents[ $term->term_id ] = $term->parent;
				}
			}
			if ( array() !== $parents ) {
				_wc_term_recount( $parents, get_taxonomy( $taxonomy ), false, false );
			}
		}
		$this->hidden = array();
	}
}
