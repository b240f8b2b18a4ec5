<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

/** The budget of database queries (targets: unchanged 0.1, one field changed 70, created 90 per product). */
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
		$this->assertLessThanOrEqual( 60, $this->to_create / self::PRODUCTS );
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
		$this->assertLessThanOrEqual( 12, $queries );
	}

	public function test_one_field_changed(): void {
		$ops     = array_map( fn( int $id, int $i ): array => $this->op( 'update', "p-{$i}", array( 'regular_price' => '11' ), array( 'id' => $id ) ), $this->ids, array_keys( $this->ids ) );
		$queries = $this->queries( fn() => $this->apply( $ops ) );
		$this->assertLessThanOrEqual( 40, $queries / self::PRODUCTS );
	}

	public function test_links_alone(): void {
		$ops     = array_map( fn( int $id, int $i ): array => $this->op( 'link', "p-{$i}", array(), array( 'id' => $id ) ), $this->ids, array_keys( $this->ids ) );
		$queries = $this->queries( fn() => $this->apply( $ops ) );
		$this->assertLessThanOrEqual( 0.5, $queries / self::PRODUCTS );
	}

	public function test_structure(): void {
		$queries = $this->queries( fn() => $this->ask( array( 'do' => 'terms.read', 'taxonomies' => array( array( 'taxonomy' => 'pa_color', 'entity' => 'option', 'channel' => '', 'prefix' => 'color/' ), array( 'taxonomy' => 'product_cat', 'entity' => 'category', 'channel' => 'default', 'prefix' => '' ) ) ) ) );
		$this->assertLessThanOrEqual( 6, $queries );
	}
}
