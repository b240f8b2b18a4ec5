<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

/**
 * The budget of database queries per product (targets: unchanged 0.1, one field changed 70, created 90). What is asserted is little more than
 * what is needed today, so that nothing is asked twice without being noticed.
 */
final class QueryCountTest extends StoreTestCase {

	private const PRODUCTS = 100;

	/** @var array<int> */
	private array $ids = array();

	private int $to_create = 0;

	protected function setUp(): void {
		parent::setUp();
		$colors   = array_values( Shop::attribute( 'color', array( 'red', 'blue', 'green' ) ) );
		$category = Shop::category( 'Shirts' );
		$ops      = array();
		for ( $i = 0; $i < self::PRODUCTS; $i++ ) {
			$ops[] = $this->op(
				'create',
				"p-{$i}",
				array(
					'name'               => "Product {$i}",
					'sku'                => "p-{$i}",
					'description'        => str_repeat( 'Text. ', 50 ),
					'short_description'  => 'Short',
					'regular_price'      => '10',
					'stock_quantity'     => '3',
					'categories'         => array( $category ),
					'attribute:pa_color' => array( 'terms' => array( $colors[ $i % 3 ] ), 'visible' => true, 'variation' => false, 'position' => 0 ),
					'custom:Material'    => array( 'values' => array( 'Steel' ), 'visible' => true, 'position' => 1 ),
					'meta:pim_id'        => "id-{$i}",
					'meta:ean'           => (string) ( 4000000000000 + $i ),
				)
			);
		}
		wp_cache_flush();
		$this->to_create = $this->queries(
			function () use ( $ops ): void {
				$this->ids = array_column( $this->apply( $ops ), 'id' );
			}
		);
		wp_cache_flush();
		wp_load_alloptions();
	}

	public function test_created(): void {
		$this->assertLessThanOrEqual( 31, $this->to_create / self::PRODUCTS );
	}

	public function test_unchanged(): void {
		$codes   = array_map( static fn( int $i ): string => "p-{$i}", range( 0, self::PRODUCTS - 1 ) );
		$loaded  = 0;
		$count   = static function () use ( &$loaded ): void {
			++$loaded;
		};
		add_action( 'woocommerce_product_read', $count );
		$queries = $this->queries(
			function () use ( $codes ): void {
				$answer = $this->ask( array( 'do' => 'links.read', 'entity' => 'product', 'channel' => 'default', 'codes' => array( ...$codes, 'unknown' ), 'match' => 'sku' ) );
				$this->assertCount( self::PRODUCTS, $answer['links'] );
			}
		);
		remove_action( 'woocommerce_product_read', $count );
		$this->assertSame( 3, $queries, 'one for the links, one for the code that has none, one for what waits for an answer' );
		$this->assertSame( 0, $loaded );
	}

	public function test_snapshots(): void {
		$queries = $this->queries(
			function (): void {
				$answer = $this->ask( array( 'do' => 'products.read', 'channel' => 'default', 'ids' => $this->ids, 'fields' => array( '*' ) ) );
				$this->assertCount( self::PRODUCTS, $answer['items'] );
			}
		);
		$this->assertLessThanOrEqual( 10, $queries );
	}

	public function test_one_field_changed(): void {
		$ops     = array_map( fn( int $id, int $i ): array => $this->op( 'update', "p-{$i}", array( 'regular_price' => '11' ), array( 'id' => $id ) ), $this->ids, array_keys( $this->ids ) );
		$queries = $this->queries( fn() => $this->apply( $ops ) );
		$this->assertLessThanOrEqual( 17, $queries / self::PRODUCTS );
	}

	public function test_created_with_every_field(): void {
		$tag   = wp_insert_term( 'New', 'product_tag' )['term_id'];
		$brand = wp_insert_term( 'Acme', 'product_brand' )['term_id'];
		$image = wp_insert_attachment( array( 'post_title' => 'a', 'post_mime_type' => 'image/png' ) );
		wp_insert_term( 'Bulky', 'product_shipping_class', array( 'slug' => 'bulky' ) );
		$ops = array();
		for ( $i = 0; $i < self::PRODUCTS; $i++ ) {
			$ops[] = $this->op( 'create', "f-{$i}", array( 'name' => "Full {$i}", 'sku' => "f-{$i}", 'regular_price' => '10', 'sale_price' => '8', 'slug' => "full-{$i}", 'purchase_note' => 'Note', 'gtin' => (string) ( 5000000000000 + $i ), 'weight' => '1', 'length' => '1', 'width' => '1', 'height' => '1', 'tax_class' => 'reduced-rate', 'shipping_class' => 'bulky', 'sale_start' => '2020-01-01T00:00:00', 'stock_quantity' => '3', 'backorders' => 'yes', 'low_stock_amount' => '1', 'featured' => true, 'virtual' => true, 'catalog_visibility' => 'catalog', 'tags' => array( $tag ), 'taxonomy:product_brand' => array( $brand ), 'upsells' => array( $this->ids[0] ), 'related' => array( $this->ids[1] ), 'image' => $image, 'gallery' => array( $image ) ) );
		}
		wp_cache_flush();
		wp_load_alloptions();
		$this->assertLessThanOrEqual( 41, $this->queries( fn() => $this->apply( $ops ) ) / self::PRODUCTS );
	}

	/** Marks, what is not marked, what waits, plans and history: a query or two for any number. */
	public function test_questions_about_many(): void {
		$codes = array_map( static fn( int $i ): string => "p-{$i}", range( 0, self::PRODUCTS - 1 ) );
		$of    = array( 'entity' => 'product', 'channel' => 'default' );
		$page  = array( 'after' => 0, 'limit' => 100 );
		$asked = array(
			array( 1, 'links.mark', array( 'codes' => $codes ) + $of ),
			array( 2, 'links.unseen', $of + $page ),
			array( 1, 'links.find', array( 'text' => 'x' ) + $of + $page ),
			array( 1, 'items.write', array( 'items' => array_map( static fn( string $code ): array => array( 'lane' => 'image', 'code' => $code, 'state' => 'waiting' ) + $of, $codes ), 'remove' => array() ) ),
			array( 1, 'items.read', array( 'lane' => 'image', 'channel' => 'default', 'states' => array( 'waiting' ), 'due' => true ) + $page ),
			array( 1, 'history.read', array( 'run' => 1, 'before' => null, 'limit' => 100 ) ),
			array( 1, 'plan.read', array( 'plan' => 1 ) + $page ),
		);
		foreach ( $asked as list( $most, $name, $request ) ) {
			$this->assertLessThanOrEqual( $most, $this->queries( fn() => $this->ask( array( 'do' => $name ) + $request ) ), $name );
		}
		$plan = array_map( fn( string $code ): array => $this->op( 'update', $code, array( 'name' => 'X' ), array( 'id' => 5 ) ), $codes );
		$this->assertLessThanOrEqual( 2, $this->queries( fn() => $this->ask( array( 'do' => 'store.apply', 'operations' => $plan ), 9, 50, true ) ) );
		$this->assertLessThanOrEqual( 3, $this->queries( fn() => $this->ask( array( 'do' => 'links.read', 'codes' => $codes, 'match' => 'sku' ) + $of, 9, 50, true ) ) );
	}

	public function test_links_alone(): void {
		$ops     = array_map( fn( int $id, int $i ): array => $this->op( 'link', "p-{$i}", array(), array( 'id' => $id ) ), $this->ids, array_keys( $this->ids ) );
		$queries = $this->queries( fn() => $this->apply( $ops ) );
		$this->assertLessThanOrEqual( 0.4, $queries / self::PRODUCTS );
	}

	public function test_structure(): void {
		$queries = $this->queries( fn() => $this->ask( array( 'do' => 'terms.read', 'taxonomies' => array( array( 'taxonomy' => 'pa_color', 'entity' => 'option', 'channel' => '', 'prefix' => 'color/' ), array( 'taxonomy' => 'product_cat', 'entity' => 'category', 'channel' => 'default', 'prefix' => '' ) ) ) ) );
		$this->assertLessThanOrEqual( 6, $queries );
	}
}
