<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

use Automattic\WooCommerce\Admin\ReportsSync;

/** What is done once a batch instead of once a product: at its end it has been done. */
final class BatchTest extends StoreTestCase {

	/** @return array<string> the statements that reached the database and match. */
	private function sent( string $pattern, callable $work ): array {
		$sent = array();
		$spy  = static function ( $query ) use ( &$sent, $pattern ) {
			if ( 1 === preg_match( $pattern, (string) $query ) ) {
				$sent[] = $query;
			}
			return $query;
		};
		add_filter( 'query', $spy, PHP_INT_MAX );
		$work();
		remove_filter( 'query', $spy, PHP_INT_MAX );
		return $sent;
	}

	public function test_rows_of_attributes_are_found_by_their_index(): void {
		global $wpdb;
		$colors = Shop::attribute( 'color', array( 'red', 'blue' ) );
		$color  = array( 'terms' => array_values( $colors ), 'visible' => true, 'variation' => true, 'position' => 0 );
		$parent = 0;
		$child  = 0;
		$sent   = $this->sent(
			'/^(DELETE FROM|UPDATE) \S+attributes_lookup/',
			function () use ( $color, &$parent, &$child ): void {
				$parent = $this->create( 'tee', array( 'attribute:pa_color' => $color ), array( 'kind' => 'variable' ) );
				$child  = $this->create( 'tee-red', array( 'axes' => array( 'pa_color' => 'red' ), 'stock_quantity' => '3' ), array( 'kind' => 'variation', 'parent' => $parent ) );
				$this->apply( array( $this->op( 'update', 'tee-red', array( 'stock_quantity' => '0' ), array( 'kind' => 'variation', 'id' => $child ) ) ) );
			}
		);
		$this->assertNotEmpty( $sent );
		foreach ( $sent as $query ) {
			$this->assertMatchesRegularExpression( '/ AND product_or_parent_id IN \( \d+, \d+ \)$/', $query, 'the server need not read the whole table' );
		}
		$table = $wpdb->prefix . 'wc_product_attributes_lookup';
		$this->assertSame( '0', $wpdb->get_var( "SELECT in_stock FROM {$table} WHERE product_id = {$child}" ) );
		$this->assertSame( (string) $parent, $wpdb->get_var( "SELECT product_or_parent_id FROM {$table} WHERE product_id = {$child}" ) );
	}

	public function test_what_is_kept_about_a_term_is_dropped(): void {
		$category = Shop::category( 'Shirts' );
		update_term_meta( $category, 'product_ids', array( 1, 2 ) );
		$this->create( 'mug', array( 'categories' => array( $category ) ) );
		$this->assertFalse( metadata_exists( 'term', $category, 'product_ids' ) );

		// Another process keeps it again while the batch is written.
		$again = static function () use ( $category ): void {
			update_term_meta( $category, 'product_ids', array( 3 ) );
		};
		add_action( 'woocommerce_new_product', $again );
		$this->apply( array_map( fn( string $sku ): array => $this->op( 'create', $sku, array( 'name' => $sku, 'sku' => $sku, 'categories' => array( $category ) ) ), array( 'cup', 'jug' ) ) );
		remove_action( 'woocommerce_new_product', $again );
		wp_cache_flush();
		$this->assertFalse( metadata_exists( 'term', $category, 'product_ids' ) );
	}

	public function test_transients_about_all_products_are_dropped_once(): void {
		$names = array( 'wc_admin_product_count', 'wc_layered_nav_counts_product_brand', 'is_multi_author', 'wc_blocks_has_downloadable_product' );
		foreach ( $names as $name ) {
			set_transient( $name, 'old' );
		}
		$dropped = 0;
		add_action( 'delete_transient_wc_admin_product_count', $count = static function () use ( &$dropped ): void {
			++$dropped;
		} );
		$this->apply( array_map( fn( string $sku ): array => $this->op( 'create', $sku, array( 'name' => $sku, 'sku' => $sku ) ), array( 'mug', 'cup', 'jug' ) ) );
		remove_action( 'delete_transient_wc_admin_product_count', $count );
		foreach ( $names as $name ) {
			$this->assertFalse( get_transient( $name ), $name );
		}
		$this->assertSame( 1, $dropped );
		$this->assertNotFalse( has_action( 'woocommerce_new_product', array( ReportsSync::class, 'clear_stock_count_cache' ) ), 'whoever saves next drops them again' );
	}

	public function test_a_term_that_is_renamed_on_the_way_is_read_anew(): void {
		$category = Shop::category( 'Shirts' );
		$rename   = static function () use ( $category ): void {
			wp_update_term( $category, 'product_cat', array( 'slug' => 'tops' ) );
		};
		add_action( 'woocommerce_new_product', $rename );
		$seen = array();
		add_action( 'woocommerce_new_product', $look = static function () use ( &$seen ): void {
			$seen[] = get_term_by( 'slug', 'tops', 'product_cat' ) instanceof \WP_Term;
			$seen[] = get_term_by( 'slug', 'shirts', 'product_cat' ) instanceof \WP_Term;
		}, 20 );
		get_term_by( 'slug', 'shirts', 'product_cat' );
		$this->create( 'mug', array( 'categories' => array( $category ) ) );
		remove_action( 'woocommerce_new_product', $rename );
		remove_action( 'woocommerce_new_product', $look, 20 );
		$this->assertSame( array( true, false ), $seen );
	}
}
