<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\Import;

/**
 * Counts terms once a batch instead of once a product, with the switches that WordPress and WooCommerce have for imports. What is
 * deferred that way is every change of a product's terms or status; a change of its visibility matters to the counts as well, and one
 * of its stock status where the shop hides what is sold out.
 */
final class TermCounts {

	/** @var array<int, true> */
	private array $hidden = array();

	/** @var array<string, array<int, true>> Terms by taxonomy. */
	private array $branches = array();

	private bool $was_deferred = false;

	public function defer(): void {
		$this->hidden       = array();
		$this->branches     = array();
		$this->was_deferred = wp_defer_term_counting();
		wp_defer_term_counting( true );
		add_filter( 'woocommerce_product_recount_terms', '__return_false', 99 );
		add_action( 'woocommerce_product_set_stock_status', array( $this, 'note' ), 1 );
	}

	/** @param int $id */
	public function note( $id ): void {
		if ( 'yes' === get_option( 'woocommerce_hide_out_of_stock_items' ) ) {
			$this->note_shown( (int) $id );
		}
	}

	/** Whether the catalogue shows this product has changed. */
	public function note_shown( int $id ): void {
		$this->hidden[ $id ] = true;
	}

	/** A term left or joined the branch below this one: what WooCommerce shows there includes the terms below. */
	public function note_branch( string $taxonomy, int $id ): void {
		if ( $id > 0 && '_wc_term_recount' === ( get_taxonomy( $taxonomy )->update_count_callback ?? '' ) ) {
			$this->branches[ $taxonomy ][ $id ] = true;
		}
	}

	/** Counts what was put off. Inside of the batch's transaction; calling it again does nothing. */
	public function settle(): void {
		remove_filter( 'woocommerce_product_recount_terms', '__return_false', 99 );
		remove_action( 'woocommerce_product_set_stock_status', array( $this, 'note' ), 1 );
		if ( ! $this->was_deferred ) {
			wp_defer_term_counting( false );
		}
		foreach ( array( 'product_cat', 'product_tag', 'product_brand' ) as $taxonomy ) {
			$parents = $this->branches( $taxonomy );
			foreach ( taxonomy_exists( $taxonomy ) ? array_keys( $this->hidden ) : array() as $id ) {
				foreach ( wc_get_object_terms( $id, $taxonomy ) as $term ) {
					$parents[ $term->term_id ] = $term->parent;
				}
			}
			if ( array() !== $parents ) {
				_wc_term_recount( $parents, get_taxonomy( $taxonomy ), false, false );
			}
		}
		$this->hidden   = array();
		$this->branches = array();
	}

	/** @return array<int, int> Terms to their parents. */
	private function branches( string $taxonomy ): array {
		$parents = array();
		foreach ( array_keys( $this->branches[ $taxonomy ] ?? array() ) as $id ) {
			$term = get_term( $id, $taxonomy );
			if ( $term instanceof \WP_Term ) {
				$parents[ $id ] = $term->parent;
			}
		}
		return $parents;
	}
}
