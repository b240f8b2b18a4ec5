<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Shop;

use UnoPim\Connector\Platform\Plugin;
use UnoPim\Connector\Run\Budget;
use UnoPim\Connector\Tests\WordPress\Support\RunTestCase;

/** The grid of a product's variants, from the built engine and a real store. */
final class GridTest extends RunTestCase {

	private int $product = 0;

	protected function tearDown(): void {
		if ( $this->product > 0 ) {
			wp_delete_post( $this->product, true );
		}
		parent::tearDown();
	}

	/** @param array<array<string,mixed>> $rows @return array<string,mixed> */
	private static function listing( array $rows ): array {
		return array( 'data' => $rows, 'current_page' => 1, 'last_page' => 1, 'total' => count( $rows ), 'links' => array() );
	}

	public function test_missing_combinations_are_told_before_anything_is_written(): void {
		$this->ready();
		$variant = static fn( string $sku, string $size, string $color ) => array( 'sku' => $sku, 'parent' => 'tee', 'family' => 'default', 'type' => 'simple', 'status' => true, 'values' => array( 'common' => array( 'sku' => $sku, 'size' => $size, 'color' => $color ) ) );
		$options = static fn( string ...$codes ) => array_map( static fn( $code ) => array( 'code' => $code, 'sort_order' => 1, 'labels' => array( 'en_US' => strtoupper( $code ) ) ), $codes );
		$bodies  = array(
			'configurable-products/tee' => array( 'sku' => 'tee', 'parent' => null, 'family' => 'default', 'type' => 'configurable', 'status' => true, 'super_attributes' => array( 'size', 'color' ), 'variants' => array( array( 'sku' => 'tee-s', 'attributes' => array( 'size' => 's', 'color' => 'red' ) ), array( 'sku' => 'tee-m', 'attributes' => array( 'size' => 'm', 'color' => 'blue' ) ) ), 'values' => array( 'common' => array( 'sku' => 'tee' ) ) ),
			'products/tee-s'            => $variant( 'tee-s', 's', 'red' ),
			'products/tee-m'            => $variant( 'tee-m', 'm', 'blue' ),
			'attributes/size/options'   => $options( 's', 'm', 'l' ),
			'attributes/color/options'  => $options( 'red', 'blue' ),
			'attributes'                => self::listing( array( array( 'code' => 'sku', 'type' => 'text', 'value_per_locale' => 0, 'value_per_channel' => 0, 'labels' => array() ), array( 'code' => 'size', 'type' => 'select', 'value_per_locale' => 0, 'value_per_channel' => 0, 'labels' => array( 'en_US' => 'Size' ) ), array( 'code' => 'color', 'type' => 'select', 'value_per_locale' => 0, 'value_per_channel' => 0, 'labels' => array( 'en_US' => 'Color' ) ) ) ),
		);
		$keys    = array_map( static fn( $path ) => "/api/v1/rest/{$path}", array_keys( $bodies ) );
		$this->unopim->behave( array( 'status' => array_fill_keys( $keys, 200 ), 'body' => array_combine( $keys, $bodies ) ) );
		$product = new \WC_Product_Variable();
		$product->set_name( 'Tee' );
		$product->set_sku( 'tee' );
		$this->product = $product->save();
		self::assertSame( array( 404, 'not_linked' ), array( $this->rest( 'GET', "/products/{$this->product}/grid" )->get_status(), $this->rest( 'GET', "/products/{$this->product}/grid" )->get_data()['code'] ) );
		$this->rest( 'POST', '/links', array( 'do' => 'adopt', 'channel' => 'default', 'code' => 'tee' ) );
		$answer = $this->rest( 'GET', "/products/{$this->product}/grid" );
		self::assertSame( 200, $answer->get_status(), (string) wp_json_encode( $answer->get_data() ) );
		$grid = json_decode( (string) wp_json_encode( $answer->get_data() ), true );
		self::assertSame( array( 'tee', 'default', 'tee' ), array( $grid['code'], $grid['channel'], $grid['grid']['key'] ) );
		self::assertSame( array( 'color', 'size' ), array_column( $grid['grid']['axes'], 'code' ), (string) wp_json_encode( $grid ) );
		self::assertSame( array( 'tee-m', 'tee-s' ), array_column( $grid['grid']['cells'], 'sku' ) );
		self::assertSame( array( array( 'blue', 's' ), array( 'red', 'm' ) ), $grid['grid']['missing'], (string) wp_json_encode( $grid ) );
		self::assertSame( array(), $this->rest( 'GET', '/runs' )->get_data(), 'a look leaves no run' );
		self::assertSame( array(), wc_get_product( $this->product )->get_children() );
		$budget = Plugin::container()->get( Budget::class );
		self::assertGreaterThanOrEqual( 6, $budget->used( Budget::REQUESTS )['used'], 'what a look asks UnoPim counts for the minute' );
		$budget->take( Budget::REQUESTS, 1, 100000 );
		$GLOBALS['wpdb']->query( $GLOBALS['wpdb']->prepare( 'UPDATE %i SET tries = 100000 WHERE lane = %s', $GLOBALS['wpdb']->prefix . 'unopim_items', 'budget' ) );
		$answer = $this->rest( 'GET', "/products/{$this->product}/grid" );
		self::assertSame( 'throttled', $answer->get_data()['code'], 'and it waits for the next one like a run' );
	}
}
