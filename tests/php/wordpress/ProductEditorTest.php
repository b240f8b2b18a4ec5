<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Admin\Page;
use UnoPim\Connector\Admin\ProductList;
use UnoPim\Connector\Admin\ProductPanel;
use UnoPim\Connector\Run\ProductStates;
use UnoPim\Connector\Tests\WordPress\Support\RunTestCase;

/** What the plugin adds to the list of products and to their editor. */
final class ProductEditorTest extends RunTestCase {

	/** @var array<string,int> */
	private array $products = array();

	protected function setUp(): void {
		parent::setUp();
		require_once ABSPATH . 'wp-admin/includes/admin.php';
		post_type_exists( 'product' ) || register_post_type( 'product' );
		wp_set_current_user( self::user( 'administrator' ) );
		foreach ( array( 'linked', 'unlinked', 'held', 'parked', 'excluded' ) as $name ) {
			$this->products[ $name ] = wp_insert_post( array( 'post_type' => 'product', 'post_title' => $name, 'post_status' => 'publish' ) );
			'unlinked' === $name || self::insert( 'links', array( 'entity' => 'product', 'channel' => 'default', 'code' => $name, 'shop_id' => $this->products[ $name ], 'bases' => '{}', 'created_at' => '2026-01-01 00:00:00' ) );
		}
		foreach ( array( 'held', 'parked', 'excluded' ) as $lane ) {
			self::item( array( 'lane' => $lane, 'item_key' => $lane, 'shop_id' => $this->products[ $lane ], 'state' => 'open' ) );
		}
		self::item( array( 'lane' => 'held', 'item_key' => 'excluded', 'shop_id' => $this->products['excluded'], 'state' => 'open' ) );
	}

	protected function tearDown(): void {
		array_map( static fn( $id ) => wp_delete_post( $id, true ), $this->products );
		unset( $_GET['unopim_state'], $GLOBALS['current_screen'] );
		$GLOBALS['pagenow'] = 'index.php';
		parent::tearDown();
	}

	private function states(): ProductStates {
		return self::service( ProductStates::class );
	}

	private function products_list(): ProductList {
		return new ProductList( fn() => $this->states() );
	}

	public function test_each_product_has_the_state_that_comes_first(): void {
		global $wpdb;
		$before = $wpdb->num_queries;
		$states = $this->states()->of( array_values( $this->products ) );
		self::assertSame( 2, $wpdb->num_queries - $before, 'however many products' );
		self::assertSame( array_combine( array_values( $this->products ), array_keys( $this->products ) ), $states );
		self::assertSame( array(), $this->states()->of( array() ) );
	}

	public function test_the_list_shows_states_and_filters_by_them(): void {
		self::assertSame( 'UnoPim', $this->products_list()->columns( array( 'name' => 'Name' ) )['unopim'] );
		$GLOBALS['wp_query'] = new \WP_Query( array( 'post_type' => 'product', 'post__in' => array_values( $this->products ) ) );
		ob_start();
		$this->products_list()->cell( 'unopim', $this->products['held'] );
		self::assertSame( 'Waits for a choice', ob_get_clean() );

		set_current_screen( 'edit-product' );
		$GLOBALS['pagenow'] = 'edit.php';
		$list = $this->products_list();
		add_filter( 'posts_where', array( $list, 'where' ), 10, 2 );
		$found = function ( string $state ): array {
			$_GET['unopim_state'] = $state;
			$query                = new \WP_Query();
			$GLOBALS['wp_the_query'] = $query;
			return wp_list_pluck( $query->query( array( 'post_type' => 'product', 'post__in' => array_values( $this->products ), 'orderby' => 'ID', 'order' => 'ASC' ) ), 'post_title' );
		};
		self::assertSame( array( 'unlinked' ), $found( 'unlinked' ) );
		self::assertSame( array( 'parked' ), $found( 'parked' ) );
		self::assertSame( array( 'excluded' ), $found( 'excluded' ) );
		self::assertSame( array( 'linked', 'held', 'parked', 'excluded' ), $found( 'linked' ) );
		self::assertCount( 5, $found( "x' OR 1=1" ), 'a word that is no state does not filter' );
		remove_filter( 'posts_where', array( $list, 'where' ), 10 );
	}

	public function test_who_may_not_use_the_connector_sees_neither_column_nor_panel(): void {
		wp_set_current_user( self::user( 'author' ) );
		self::assertSame( array(), $this->products_list()->columns( array() ) );
		ob_start();
		$this->products_list()->filter( 'product' );
		self::assertSame( '', ob_get_clean() );
		( new ProductPanel( self::service( Page::class ) ) )->add( get_post( $this->products['linked'] ) );
		self::assertArrayNotHasKey( 'product', $GLOBALS['wp_meta_boxes'] ?? array() );
	}

	public function test_a_stored_product_has_the_panel(): void {
		set_current_screen( 'product' );
		$panel = new ProductPanel( self::service( Page::class ) );
		$panel->add( get_post( $this->products['linked'] ) );
		self::assertArrayHasKey( 'unopim-connector-product-box', $GLOBALS['wp_meta_boxes']['product']['side']['default'] );
		ob_start();
		$panel->show( get_post( $this->products['linked'] ) );
		self::assertStringContainsString( "data-product=\"{$this->products['linked']}\"", (string) ob_get_clean() );
	}

	public function test_the_editor_is_told_what_a_run_did_last(): void {
		$id = $this->products['linked'];
		self::assertNull( $this->rest( 'GET', "/products/{$id}/state" )->get_data()['last'] );
		foreach ( array( 'done', 'done', 'planned' ) as $n => $outcome ) {
			self::insert( 'operations', array( 'run_id' => 7 + $n, 'n' => 1, 'entity' => 'product', 'item_key' => 'linked', 'channel' => 'default', 'action' => 'update', 'outcome' => $outcome, 'shop_id' => $id, 'fields' => '[{"field":"name","old":"Mug","new":"Cup","reason":"shop_changed","write":false}]', 'created_at' => '2026-01-01 00:00:00' ) );
		}
		$last = $this->rest( 'GET', "/products/{$id}/state" )->get_data()['last'];
		self::assertSame( array( 8, 'shop_changed' ), array( $last['run'], $last['fields'][0]->reason ), 'a plan has done nothing yet' );
	}
}
