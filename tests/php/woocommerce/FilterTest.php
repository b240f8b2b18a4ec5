<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

use Automattic\WooCommerce\Internal\ProductAttributesLookup\Filterer;

/** Right after a request, the shop's filters find what it wrote. */
final class FilterTest extends StoreTestCase {

	/** @var array<string, int> */
	private array $colors;

	protected function setUp(): void {
		parent::setUp();
		$this->colors = Shop::attribute( 'color', array( 'red', 'blue' ) );
		update_option( 'woocommerce_attribute_lookup_enabled', 'yes' );
	}

	protected function tearDown(): void {
		update_option( 'woocommerce_attribute_lookup_enabled', 'yes' );
		delete_option( 'woocommerce_attribute_lookup_optimized_updates' );
		delete_option( 'woocommerce_attribute_lookup_direct_updates' );
		parent::tearDown();
	}

	/** @return array<string, array{0: string}> */
	public function settings(): array {
		return array(
			'by default'        => array( '' ),
			'optimised updates' => array( 'woocommerce_attribute_lookup_optimized_updates' ),
			'direct updates'    => array( 'woocommerce_attribute_lookup_direct_updates' ),
		);
	}

	/** Product ids for a colour, as the shop's filter asks. @return array<int> */
	private function found( string $color, bool $in_stock_only = false ): array {
		wp_cache_flush();
		update_option( 'woocommerce_hide_out_of_stock_items', $in_stock_only ? 'yes' : 'no' );
		$filterer = wc_get_container()->get( Filterer::class );
		$this->assertTrue( $filterer->filtering_via_lookup_table_is_active() );
		$query = new class() extends \WP_Query {
			public function is_main_query() {
				return true;
			}
		};
		global $wpdb;
		$clauses = $filterer->filter_by_attribute_post_clauses( array( 'where' => '', 'join' => '' ), $query, array( 'pa_color' => array( 'terms' => array( $color ), 'query_type' => 'or' ) ) );
		delete_option( 'woocommerce_hide_out_of_stock_items' );
		return array_map( 'intval', $wpdb->get_col( "SELECT {$wpdb->posts}.ID FROM {$wpdb->posts} {$clauses['join']} WHERE post_type = 'product' AND post_status = 'publish' {$clauses['where']} ORDER BY {$wpdb->posts}.ID" ) );
	}

	private function jobs(): int {
		global $wpdb;
		return (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->prefix}actionscheduler_actions WHERE hook = 'woocommerce_run_product_attribute_lookup_update_callback'" );
	}

	/** @dataProvider settings */
	public function test_simple_products( string $option ): void {
		'' === $option || update_option( $option, 'yes' );
		$red  = $this->create( 'red', array( 'attribute:pa_color' => $this->color( 'red' ) ) );
		$none = $this->create( 'none' );
		$this->assertSame( array( $red ), $this->found( 'red' ) );
		$this->apply( array( $this->op( 'update', 'red', array( 'attribute:pa_color' => $this->color( 'blue' ) ), array( 'id' => $red ) ) ) );
		$this->assertSame( array(), $this->found( 'red' ) );
		$this->assertSame( array( $red ), $this->found( 'blue' ) );
		$this->apply( array( $this->op( 'update', 'red', array( 'stock_status' => 'outofstock' ), array( 'id' => $red ) ) ) );
		$this->assertSame( array(), $this->found( 'blue', true ) );
		$this->apply( array( $this->op( 'update', 'red', array( 'attribute:pa_color' => null ), array( 'id' => $red ) ) ) );
		$this->assertSame( array(), $this->found( 'blue' ) );
		$this->assertSame( 0, $this->jobs() );
	}

	/** @dataProvider settings */
	public function test_variable_products( string $option ): void {
		'' === $option || update_option( $option, 'yes' );
		$both   = array( 'terms' => array_values( $this->colors ), 'visible' => true, 'variation' => true, 'position' => 0 );
		$parent = $this->create( 'tee', array( 'attribute:pa_color' => $both ), array( 'kind' => 'variable' ) );
		$red    = $this->create( 'tee-red', array( 'axes' => array( 'pa_color' => 'red' ), 'regular_price' => '5' ), array( 'kind' => 'variation', 'parent' => $parent ) );
		$this->assertSame( array( $parent ), $this->found( 'red' ), 'without a sync to come, at once' );
		$blue = $this->create( 'tee-blue', array( 'axes' => array( 'pa_color' => 'blue' ), 'regular_price' => '5' ), array( 'kind' => 'variation', 'parent' => $parent ) );
		$this->apply( array( $this->op( 'sync', 'tee', array(), array( 'kind' => 'variable', 'id' => $parent ) ) ) );
		$this->assertSame( array( $parent ), $this->found( 'blue' ) );
		$this->apply( array( $this->op( 'update', 'tee-blue', array( 'stock_quantity' => '0' ), array( 'kind' => 'variation', 'id' => $blue ) ) ) );
		$this->assertSame( array(), $this->found( 'blue', true ) );
		$this->assertSame( array( $parent ), $this->found( 'red', true ) );
		$this->assertSame( 0, $this->jobs() );
	}

	public function test_a_parent_that_will_be_synchronised_waits_for_it(): void {
		global $wpdb;
		$both   = array( 'terms' => array_values( $this->colors ), 'visible' => true, 'variation' => true, 'position' => 0 );
		$parent = $this->create( 'tee', array( 'attribute:pa_color' => $both ), array( 'kind' => 'variable', 'link' => array( 'target' => 't', 'bases' => array(), 'context' => null, 'flags' => array( 'sync' ) ) ) );
		$this->create( 'tee-red', array( 'axes' => array( 'pa_color' => 'red' ), 'regular_price' => '5' ), array( 'kind' => 'variation', 'parent' => $parent ) );
		$this->assertSame( '0', $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->prefix}wc_product_attributes_lookup WHERE is_variation_attribute = 1" ) );
		$this->apply( array( $this->op( 'sync', 'tee', array(), array( 'kind' => 'variable', 'id' => $parent ) ) ) );
		$this->assertSame( array( $parent ), $this->found( 'red' ) );
	}

	public function test_term_counts_where_sold_out_products_are_hidden(): void {
		update_option( 'woocommerce_hide_out_of_stock_items', 'yes' );
		$category = Shop::category( 'Shirts' );
		$id       = $this->create( 'a', array( 'categories' => array( $category ) ) );
		$this->create( 'b', array( 'categories' => array( $category ) ) );
		$this->assertSame( '2', get_term_meta( $category, 'product_count_product_cat', true ) );
		$this->apply( array( $this->op( 'update', 'a', array( 'stock_status' => 'outofstock' ), array( 'id' => $id ) ) ) );
		wp_cache_flush();
		$count = get_term_meta( $category, 'product_count_product_cat', true );
		delete_option( 'woocommerce_hide_out_of_stock_items' );
		$this->assertSame( '1', $count );
	}

	/** @return array<string, mixed> */
	private function color( string $slug ): array {
		return array( 'terms' => array( $this->colors[ $slug ] ), 'visible' => true, 'variation' => false, 'position' => 0 );
	}
}
