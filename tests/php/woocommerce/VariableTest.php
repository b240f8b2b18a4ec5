<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

/** What a customer sees of a variable product after its synchronisation. */
final class VariableTest extends StoreTestCase {

	private int $parent;

	/** @var array<string, int> */
	private array $variations = array();

	protected function setUp(): void {
		parent::setUp();
		$terms        = Shop::attribute( 'color', array( 'red', 'blue', 'green' ) );
		$this->parent = $this->create( 'tee', array( 'attribute:pa_color' => array( 'terms' => array_values( $terms ), 'visible' => true, 'variation' => true, 'position' => 0 ) ), array( 'kind' => 'variable', 'link' => array( 'target' => 't', 'bases' => array(), 'context' => null, 'flags' => array( 'sync' ) ) ) );
		foreach ( array( 'red' => '10', 'blue' => '25.50', 'green' => '12' ) as $color => $price ) {
			$this->variations[ $color ] = $this->create( "tee-{$color}", array( 'axes' => array( 'pa_color' => $color ), 'regular_price' => $price ), array( 'kind' => 'variation', 'parent' => $this->parent ) );
		}
	}

	private function sync(): \WC_Product_Variable {
		$result = $this->apply( array( $this->op( 'sync', 'tee', array(), array( 'kind' => 'variable', 'id' => $this->parent ) ) ) )[0];
		$this->assertSame( 'done', $result['status'], json_encode( $result ) );
		wp_cache_flush();
		return wc_get_product( $this->parent );
	}

	public function test_price_range_stock_and_choice(): void {
		$product = $this->sync();
		$this->assertSame( array( '10.00', '25.50' ), array( $product->get_variation_price( 'min' ), $product->get_variation_price( 'max' ) ) );
		$this->assertTrue( $product->is_in_stock() );
		$this->assertTrue( $product->is_purchasable() );
		$this->assertSame( array( 'red', 'blue', 'green' ), $product->get_variation_attributes()['pa_color'] );
		$this->assertCount( 3, $product->get_available_variations() );
		foreach ( $this->variations as $color => $id ) {
			$this->assertTrue( wc_get_product( $id )->is_purchasable(), $color );
			$this->assertSame( $id, ( new \WC_Product_Data_Store_CPT() )->find_matching_product_variation( $product, array( 'attribute_pa_color' => $color ) ) );
		}
	}

	public function test_the_range_follows_a_changed_price_and_a_disabled_variation(): void {
		$this->sync();
		$this->apply(
			array(
				$this->op( 'update', 'tee-red', array( 'regular_price' => '11' ), array( 'kind' => 'variation', 'id' => $this->variations['red'] ) ),
				$this->op( 'update', 'tee-blue', array( 'status' => 'private' ), array( 'kind' => 'variation', 'id' => $this->variations['blue'] ) ),
				$this->op( 'sync', 'tee', array(), array( 'kind' => 'variable', 'id' => $this->parent ) ),
			)
		);
		wp_cache_flush();
		$product = wc_get_product( $this->parent );
		$this->assertSame( array( '11.00', '12.00' ), array( $product->get_variation_price( 'min' ), $product->get_variation_price( 'max' ) ) );
		$this->assertCount( 2, $product->get_available_variations() );
	}

	public function test_it_sells_out_with_its_last_variation(): void {
		$this->sync();
		foreach ( $this->variations as $color => $id ) {
			$this->apply( array( $this->op( 'update', "tee-{$color}", array( 'stock_quantity' => '0' ), array( 'kind' => 'variation', 'id' => $id ) ) ) );
		}
		$product = $this->sync();
		$this->assertFalse( $product->is_in_stock() );
		$this->assertSame( 'outofstock', $product->get_stock_status() );
	}

	public function test_a_parent_is_saved_once_and_not_again_when_the_request_ends(): void {
		$saved = array();
		$count = static function ( int $id ) use ( &$saved ): void {
			$saved[] = $id;
		};
		add_action( 'woocommerce_update_product', $count );
		$updates = array();
		foreach ( $this->variations as $color => $id ) {
			$updates[] = $this->op( 'update', "tee-{$color}", array( 'regular_price' => '9' ), array( 'kind' => 'variation', 'id' => $id ) );
		}
		$this->apply( array( ...$updates, $this->op( 'sync', 'tee', array(), array( 'kind' => 'variable', 'id' => $this->parent ) ) ) );
		\WC_Post_Data::do_deferred_product_sync();
		remove_action( 'woocommerce_update_product', $count );
		$this->assertSame( array( $this->parent ), $saved );
	}

	public function test_many_variations_in_one_product(): void {
		$terms = array();
		$ops   = array();
		for ( $i = 0; $i < 120; $i++ ) {
			$terms[] = wp_insert_term( "Tone {$i}", 'pa_color', array( 'slug' => "tone-{$i}" ) )['term_id'];
			$ops[]   = $this->op( 'create', "tee-{$i}", array( 'sku' => "tee-{$i}", 'axes' => array( 'pa_color' => "tone-{$i}" ), 'regular_price' => (string) ( 100 + $i ) ), array( 'kind' => 'variation', 'parent' => $this->parent ) );
		}
		$this->apply( array( $this->op( 'update', 'tee', array( 'attribute:pa_color' => array( 'terms' => $terms, 'visible' => true, 'variation' => true, 'position' => 0 ) ), array( 'kind' => 'variable', 'id' => $this->parent ) ) ) );
		$this->assertSame( array( 'done' ), array_values( array_unique( array_column( $this->apply( $ops ), 'status' ) ) ) );
		$product = $this->sync();
		$this->assertCount( 123, $product->get_children() );
		$this->assertSame( '219.00', $product->get_variation_price( 'max' ) );
	}
}
