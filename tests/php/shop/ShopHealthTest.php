<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Shop;

use UnoPim\Connector\Jobs\Upkeep;
use UnoPim\Connector\Platform\Options;
use UnoPim\Connector\Run\Budget;
use UnoPim\Connector\Source\ConnectionState;
use UnoPim\Connector\Tests\WordPress\Support\RunTestCase;

/** What Health and Links see of a real shop. */
final class ShopHealthTest extends RunTestCase {

	/** @var array<\WC_Product> */
	private array $products = array();

	protected function tearDown(): void {
		foreach ( $this->products as $product ) {
			$product->delete( true );
		}
		parent::tearDown();
	}

	private function product( string $sku ): int {
		$product = new \WC_Product_Simple();
		$product->set_name( $sku );
		$product->set_sku( $sku );
		$product->set_regular_price( '5' );
		$product->save();
		$this->products[] = $product;
		return $product->get_id();
	}

	/** @return array<string,mixed> */
	private function check( string $id ): array {
		return array_column( $this->rest( 'GET', '/health' )->get_data()['checks'], null, 'id' )[ $id ];
	}

	public function test_a_lookup_table_that_drifted_is_found_and_repaired(): void {
		global $wpdb;
		$this->product( 'mug' );
		$gone  = $this->product( 'tee' );
		$wrong = $this->product( 'cup' );
		self::assertSame( 'good', $this->check( 'lookup' )['state'], $this->check( 'lookup' )['value'] );
		$wpdb->delete( $wpdb->prefix . 'wc_product_meta_lookup', array( 'product_id' => $gone ) );
		$wpdb->update( $wpdb->prefix . 'wc_product_meta_lookup', array( 'sku' => 'other', 'stock_status' => 'outofstock' ), array( 'product_id' => $wrong ) );
		$check = $this->check( 'lookup' );
		self::assertSame( array( 'recommended', '1 product is missing, 1 differs.', array( 'missing' => 1, 'different' => 1 ) ), array( $check['state'], $check['value'], $check['detail'] ) );
		self::assertSame( array( 'left' => array( 'missing' => 0, 'different' => 0 ) ), $this->rest( 'POST', '/health/repair', array( 'check' => 'lookup' ) )->get_data() );
		self::assertSame( array( 'tee', '5.0000', 'instock' ), $wpdb->get_row( $wpdb->prepare( "SELECT sku, min_price, stock_status FROM {$wpdb->prefix}wc_product_meta_lookup WHERE product_id = %d", $gone ), ARRAY_N ) );
		self::assertSame( $wrong, wc_get_product_id_by_sku( 'cup' ) );
		self::assertSame( 'good', $this->check( 'lookup' )['state'] );
		self::assertSame( 422, $this->rest( 'POST', '/health/repair', array( 'check' => 'server' ) )->get_status() );
	}

	public function test_the_report_says_what_waits_and_when_a_pull_last_ended_well(): void {
		$this->ready( array( 'default' => array(), 'web' => array() ) );
		self::item( array( 'item_key' => 'a' ) );
		self::item( array( 'item_key' => 'b', 'state' => 'ignored' ) );
		self::item( array( 'lane' => 'held', 'item_key' => 'c', 'state' => 'open' ) );
		self::item( array( 'lane' => 'image', 'item_key' => 'd', 'state' => 'failed' ) );
		self::insert( 'links', array( 'entity' => 'product', 'channel' => 'default', 'code' => 'gone', 'shop_id' => 999999, 'bases' => '{}', 'created_at' => '2026-01-01 00:00:00' ) );
		$this->end( $this->start( array( 'dry' => true, 'channel' => 'web' ) )['id'] );
		$this->end( $this->start()['id'] );
		self::assertSame( array( 'recommended', '1 parked, 1 held for review' ), array( $this->check( 'waiting' )['state'], $this->check( 'waiting' )['value'] ) );
		self::assertSame( array( 'recommended', 1 ), array( $this->check( 'links' )['state'], $this->check( 'links' )['detail'] ) );
		self::assertSame( 'recommended', $this->check( 'media' )['state'] );
		$pulls = $this->check( 'last_pull' );
		self::assertSame( array( 'recommended', array( 'default' ) ), array( $pulls['state'], array_keys( $pulls['detail'] ) ), 'a dry run is no pull' );
		self::assertStringContainsString( 'web: never', $pulls['value'] );
		self::assertSame( array( 'good', 'No channel pushes.' ), array( $this->check( 'last_push' )['state'], $this->check( 'last_push' )['value'] ) );
		$this->ready( array( 'default' => array( 'push' => true ), 'web' => array( 'push' => true ) ) );
		self::assertSame( 'default + web: never', $this->check( 'last_push' )['value'] );
		$text = $this->rest( 'GET', '/health/report' )->get_data()['text'];
		self::assertStringContainsString( '1 parked, 1 held for review', $text );
		self::assertStringNotContainsString( 'top-', $text );
	}

	public function test_every_check_tells_its_value(): void {
		$this->connect();
		self::service( Budget::class )->take( 'requests', 7, 90 );
		self::assertSame( array( 'good', array( 'used' => 7, 'most' => 90 ) ), array( $this->check( 'budget' )['state'], $this->check( 'budget' )['detail'] ) );
		self::assertMatchesRegularExpression( '/^0 minutes old, renewed by itself before \w+ \d+, \d{4} /', $this->check( 'token' )['value'] );
		self::assertSame( 'good', $this->check( 'hpos' )['state'], 'the declaration reached WooCommerce' );
		self::assertContains( 'custom_order_tables', $this->check( 'hpos' )['detail'] );
		self::assertContains( 'cart_checkout_blocks', $this->check( 'hpos' )['detail'] );
		$engine = $this->check( 'engine' );
		self::assertGreaterThan( 50, $engine['detail']['products_per_second'], (string) wp_json_encode( $engine ) );
		self::assertStringContainsString( 'products/s', $engine['value'] );
		self::assertSame( 'good', $this->check( 'unopim' )['state'] );
		self::service( ConnectionState::class )->probed( (object) array( 'denied' => array( 'api.catalog.families' ) ) );
		self::assertSame( 'recommended', $this->check( 'unopim' )['state'] );
		self::assertStringContainsString( 'api.catalog.families', $this->check( 'unopim' )['value'] );
		self::assertContains( $this->check( 'loopback' )['state'], array( 'good', 'recommended' ) );
		foreach ( $this->rest( 'GET', '/health' )->get_data()['checks'] as $check ) {
			self::assertNotSame( '', $check['value'], $check['id'] );
			self::assertSame( 'good' === $check['state'], null === $check['next_step'], "{$check['id']}: a state that is not good has a next step" );
		}
	}

	/** @return array<array{string,string,string}> */
	public static function runners(): array {
		return array( array( 'WP CLI', 'system', 'good' ), array( 'Async Request', 'loopback', 'good' ), array( 'WP Cron', 'system', 'good' ), array( '', 'other', 'good' ) );
	}

	/** @dataProvider runners */
	public function test_who_runs_the_background_work_is_told( string $context, string $by, string $state ): void {
		self::assertSame( array( 'critical', null ), array( $this->check( 'cron' )['state'], $this->check( 'cron' )['detail']['by'] ) );
		self::assertStringContainsString( '/wp-cron.php', $this->check( 'cron' )['next_step'] );
		do_action( 'action_scheduler_begin_execute', 1, $context );
		self::service( Upkeep::class )->tick();
		self::assertSame( array( $state, $by ), array( $this->check( 'cron' )['state'], $this->check( 'cron' )['detail']['by'] ) );
		self::service( Options::class )->write( 'runner', array( 'at' => time() - 3600, 'by' => 'wordpress' ) );
		self::assertSame( 'critical', $this->check( 'cron' )['state'], 'silent for an hour' );
		self::service( Options::class )->write( 'runner', array( 'at' => time(), 'by' => 'wordpress' ) );
		self::assertSame( 'recommended', $this->check( 'cron' )['state'] );
	}

	public function test_a_product_is_adopted_by_its_sku(): void {
		$this->ready();
		$id = $this->product( 'mug' );
		$this->product( 'lone' );
		self::assertSame( array( 'lone', 'mug' ), array_column( $this->rest( 'GET', '/links?state=unlinked&channel=default' )->get_data(), 'code' ) );
		self::assertSame( 404, $this->rest( 'POST', '/links', array( 'do' => 'adopt', 'channel' => 'default', 'code' => 'nothing' ) )->get_status() );
		$made = $this->rest( 'POST', '/links', array( 'do' => 'adopt', 'channel' => 'default', 'code' => 'mug' ) );
		self::assertSame( 200, $made->get_status(), (string) wp_json_encode( $made->get_data() ) );
		$row = $this->rest( 'GET', '/links?search=mug' )->get_data()[0];
		self::assertSame( array( $id, 'mug', 'linked' ), array( $row['id'], $row['title'], $row['state'] ) );
		self::assertSame( array( 'lone' ), array_column( $this->rest( 'GET', '/links?state=unlinked&channel=default&search=lo' )->get_data(), 'code' ) );
		self::assertSame( 409, $this->rest( 'POST', '/links', array( 'do' => 'adopt', 'channel' => 'default', 'code' => 'mug' ) )->get_status() );
	}
}
