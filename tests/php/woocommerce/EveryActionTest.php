<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

/** After every kind of operation, what WooCommerce keeps beside products and terms is what it would make of them anew. */
final class EveryActionTest extends StoreTestCase {

	/** @var array<string, int> What the story made, by key. */
	private array $ids = array();

	protected function setUp(): void {
		parent::setUp();
		update_option( 'woocommerce_attribute_lookup_enabled', 'yes' );
	}

	/** @return array<string, array{0: int, 1: string}> */
	public function sizes(): array {
		return array( 'one transaction for many' => array( 50, 'no' ), 'one for each' => array( 1, 'no' ), 'what is sold out is hidden' => array( 50, 'yes' ) );
	}

	/** @dataProvider sizes */
	public function test_the_story_of_a_shop( int $batch_size, string $hide ): void {
		update_option( 'woocommerce_hide_out_of_stock_items', $hide );
		try {
			foreach ( $this->story() as $name => $operations ) {
				$this->carry_out( $name, $operations, $batch_size );
			}
		} finally {
			delete_option( 'woocommerce_hide_out_of_stock_items' );
		}
	}

	/** @return array<string, array{0: string}> */
	public function order_stores(): array {
		return array( 'orders in tables of their own' => array( 'yes' ), 'orders among posts' => array( 'no' ) );
	}

	/** @dataProvider order_stores */
	public function test_no_order_is_read_or_written( string $tables ): void {
		update_option( 'woocommerce_custom_orders_table_enabled', $tables );
		$named   = array();
		$collect = static function ( string $query ) use ( &$named ): string {
			// Of each post that is deleted WooCommerce itself looks whether its number was an order's.
			$is_deleting = array() !== array_filter( array( 'pre_delete_post', 'before_delete_post', 'delete_post', 'deleted_post' ), 'doing_filter' );
			if ( ! $is_deleting && preg_match( '/wc_order|woocommerce_order_item|shop_order/', $query ) ) {
				$named[] = $query;
			}
			return $query;
		};
		add_filter( 'query', $collect );
		try {
			foreach ( $this->story() as $name => $operations ) {
				$operations = $operations();
				foreach ( $this->apply( $operations ) as $place => $result ) {
					$this->assertSame( 'done', $result['status'], $name . ': ' . json_encode( $result ) );
					$this->ids[ $operations[ $place ]['key'] ] = $result['id'];
				}
			}
			$this->ask( array( 'do' => 'shop.products', 'after' => 0, 'limit' => 50 ) );
			$this->assertSame( array(), $named );
			wc_get_orders( array( 'limit' => 1 ) );
			$this->assertNotSame( array(), $named, 'a question about orders would have been seen' );
		} finally {
			remove_filter( 'query', $collect );
			delete_option( 'woocommerce_custom_orders_table_enabled' );
		}
	}

	private function carry_out( string $name, callable $operations, int $batch_size ): void {
		$operations = $operations();
		foreach ( $this->apply( $operations, 1, $batch_size ) as $place => $result ) {
			$this->assertSame( 'done', $result['status'], $name . ': ' . json_encode( $result ) );
			$this->ids[ $operations[ $place ]['key'] ] = $result['id'];
		}
		$kept = Recount::kept();
		$this->assertSame( Recount::anew(), $kept, $name );
		$this->assertSame( array(), array_filter( $kept['strays'] ), $name );
	}

	/** @return array<string, callable(): array<array<string, mixed>>> */
	private function story(): array {
		$option   = static fn( string $key ): array => array( 'ref' => "option:{$key}" );
		$all      = array( 'terms' => array( $option( 'color/red' ), $option( 'color/blue' ) ), 'visible' => true, 'variation' => true, 'position' => 0 );
		$variable = array( 'kind' => 'variable' );
		$of_tee   = fn( array $more = array() ): array => array( 'kind' => 'variation', 'parent' => array( 'ref' => 'product:tee' ) ) + $more;
		$product  = fn( string $action, string $key, array $fields = array(), array $more = array() ): array => $this->op( $action, $key, $fields, $more + array( 'id' => 'create' === $action ? null : $this->ids[ $key ] ) );
		$category = array( 'entity' => 'category', 'taxonomy' => 'product_cat' );
		return array(
			'terms are created'                  => fn(): array => array(
				$this->op( 'create', 'color', array( 'name' => 'Color', 'slug' => 'color' ), array( 'entity' => 'attribute' ) ),
				...array_map( fn( string $slug ): array => $this->op( 'create', "color/{$slug}", array( 'name' => $slug, 'slug' => $slug ), array( 'entity' => 'option', 'taxonomy' => 'pa_color' ) ), array( 'red', 'blue' ) ),
				$this->op( 'create', 'men', array( 'name' => 'Men' ), $category ),
				$this->op( 'create', 'tees', array( 'name' => 'Tees', 'parent' => array( 'ref' => 'category:men' ) ), $category ),
				$this->op( 'create', 'product_brand:b/acme', array( 'name' => 'Acme' ), array( 'entity' => 'term', 'taxonomy' => 'product_brand' ) ),
				$this->op( 'create', 'product_tag:t/new', array( 'name' => 'New' ), array( 'entity' => 'term', 'taxonomy' => 'product_tag' ) ),
			),
			'products are created'               => fn(): array => array(
				$this->op( 'create', 'mug', array( 'name' => 'Mug', 'sku' => 'mug', 'regular_price' => '5', 'virtual' => true, 'tax_status' => 'none', 'tax_class' => 'reduced-rate', 'gtin' => '400', 'stock_quantity' => '0', 'categories' => array( $this->ids['men'] ), 'tags' => array( $this->ids['product_tag:t/new'] ), 'taxonomy:product_brand' => array( $this->ids['product_brand:b/acme'] ), 'attribute:pa_color' => array( 'variation' => false ) + $all ) ),
				$this->op( 'create', 'tee', array( 'name' => 'Tee', 'sku' => 'tee', 'categories' => array( array( 'ref' => 'category:tees' ) ), 'attribute:pa_color' => $all, 'featured' => true, 'catalog_visibility' => 'catalog' ), $variable ),
				$this->op( 'create', 'tee-red', array( 'sku' => 'tee-red', 'regular_price' => '9', 'sale_price' => '8', 'stock_quantity' => '2', 'axes' => array( 'pa_color' => $option( 'color/red' ) ) ), $of_tee() ),
				$this->op( 'create', 'tee-blue', array( 'sku' => 'tee-blue', 'regular_price' => '11', 'tax_class' => 'zero-rate', 'axes' => array( 'pa_color' => $option( 'color/blue' ) ) ), $of_tee() ),
			),
			'the variable one is synchronised'   => fn(): array => array( $product( 'sync', 'tee', array(), $variable ) ),
			'products are changed'               => fn(): array => array(
				$product( 'update', 'mug', array( 'stock_quantity' => '4', 'backorders' => 'yes', 'virtual' => false, 'tax_class' => '', 'gtin' => '', 'sale_price' => '4', 'sale_start' => '2020-01-01T00:00:00', 'sale_end' => '2099-01-01T00:00:00', 'tags' => array(), 'taxonomy:product_brand' => array(), 'categories' => array( $this->ids['tees'] ) ) ),
				$product( 'update', 'tee-red', array( 'stock_quantity' => '0' ), $of_tee() ),
				$product( 'update', 'tee-blue', array( 'status' => 'private' ), $of_tee() ),
				$product( 'sync', 'tee', array(), $variable ),
			),
			'a product is hidden'                => fn(): array => array( $product( 'update', 'mug', array( 'catalog_visibility' => 'hidden' ) ) ),
			'and shown again'                    => fn(): array => array( $product( 'update', 'mug', array( 'catalog_visibility' => 'visible' ) ) ),
			'a product is withdrawn'             => fn(): array => array( $product( 'update', 'mug', array( 'status' => 'draft' ) ) ),
			'and published again'                => fn(): array => array( $product( 'update', 'mug', array( 'status' => 'publish' ) ) ),
			'only a brand is added'              => fn(): array => array( $product( 'update', 'mug', array( 'taxonomy:product_brand' => array( $this->ids['product_brand:b/acme'] ) ) ) ),
			'a variation is disabled'            => fn(): array => array( $product( 'trash', 'tee-red', array(), $of_tee() ), $product( 'sync', 'tee', array(), $variable ) ),
			'a variation comes back'             => fn(): array => array( $product( 'restore', 'tee-red', array(), $of_tee() ), $product( 'update', 'tee-blue', array( 'status' => 'publish' ), $of_tee() ), $product( 'sync', 'tee', array(), $variable ) ),
			'products go to the trash'           => fn(): array => array( $product( 'trash', 'mug' ), $product( 'trash', 'tee', array(), $variable ) ),
			'products come back'                 => fn(): array => array( $product( 'restore', 'mug' ), $product( 'restore', 'tee', array(), $variable ) ),
			'only its type becomes simple'       => fn(): array => array( $product( 'update', 'tee' ) ),
			'only its type becomes variable'     => fn(): array => array( $product( 'update', 'tee', array(), $variable ), $product( 'sync', 'tee', array(), $variable ) ),
			'a variable product becomes simple'  => fn(): array => array( $product( 'update', 'tee', array( 'regular_price' => '7', 'attribute:pa_color' => array( 'terms' => array( $this->ids['color/red'] ), 'variation' => false ) + $all ) ) ),
			'and a variable one again'           => fn(): array => array( $product( 'update', 'tee', array( 'attribute:pa_color' => $all ), $variable ), $product( 'update', 'tee-red', array( 'status' => 'publish', 'stock_quantity' => '3' ), $of_tee() ), $product( 'update', 'tee-blue', array( 'status' => 'publish' ), $of_tee() ), $product( 'sync', 'tee', array(), $variable ) ),
			'simple, with a sale'                => fn(): array => array( $product( 'update', 'tee', array( 'regular_price' => '7', 'sale_price' => '6', 'sale_start' => '2020-01-01T00:00:00' ) ) ),
			'and variable, without its prices'   => fn(): array => array( $product( 'update', 'tee', array( 'regular_price' => null, 'sale_price' => null, 'sale_start' => null ), $variable ), $product( 'sync', 'tee', array(), $variable ) ),
			'a category moves'                   => fn(): array => array( $product( 'update', 'tees', array( 'parent' => null ), $category ) ),
			'and back'                           => fn(): array => array( $product( 'update', 'tees', array( 'parent' => $this->ids['men'] ), $category ) ),
			'a category is deleted'              => fn(): array => array( $product( 'delete', 'tees', array(), $category + array( 'link' => null ) ) ),
			'its parent is deleted'              => fn(): array => array( $product( 'delete', 'men', array(), $category + array( 'link' => null ) ) ),
			'an option is deleted'               => fn(): array => array( $product( 'delete', 'color/blue', array(), array( 'entity' => 'option', 'taxonomy' => 'pa_color', 'link' => null ) ) ),
			'a brand and a tag are deleted'      => fn(): array => array( $product( 'delete', 'product_brand:b/acme', array(), array( 'entity' => 'term', 'taxonomy' => 'product_brand', 'link' => null ) ), $product( 'delete', 'product_tag:t/new', array(), array( 'entity' => 'term', 'taxonomy' => 'product_tag', 'link' => null ) ) ),
			'a variation is deleted'             => fn(): array => array( $product( 'delete', 'tee-blue', array(), $of_tee( array( 'link' => null ) ) ), $product( 'sync', 'tee', array(), $variable ) ),
			'an attribute is deleted'            => fn(): array => array( $product( 'delete', 'color', array(), array( 'entity' => 'attribute', 'link' => null ) ) ),
			'links go'                           => fn(): array => array( $product( 'unlink', 'mug', array(), array( 'link' => null ) ) ),
			'products are deleted'               => fn(): array => array( $product( 'delete', 'mug', array(), array( 'link' => null ) ), $product( 'delete', 'tee', array(), $variable + array( 'link' => null ) ) ),
		);
	}
}
