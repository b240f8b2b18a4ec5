<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

use UnoPim\Connector\Store\Store;
use UnoPim\Connector\Store\StoreError;

/** Values at the edge of what WordPress can keep: kept whole, or refused with a reason. */
final class LimitsTest extends StoreTestCase {

	public function test_long_names(): void {
		$name = str_repeat( 'Größe 🧪 ', 900 ) . 'end';
		$this->assertSame( $name, $this->values( $this->create( 'long', array( 'name' => $name ) ) )['name'] );
	}

	public function test_a_name_that_does_not_fit_is_refused(): void {
		$result = $this->apply( array( $this->op( 'create', 'huge', array( 'sku' => 'huge', 'name' => str_repeat( 'x', 70000 ) ) ) ) )[0];
		$this->assertSame( 'failed', $result['status'] );
		$this->assertSame( array(), $this->ask( array( 'do' => 'links.read', 'entity' => 'product', 'channel' => 'default', 'codes' => array( 'huge' ), 'match' => 'sku' ) )['links'] );
	}

	public function test_a_sku_that_woocommerce_could_not_find_again_is_refused(): void {
		$this->create( str_repeat( 'ä', 100 ) );
		$result = $this->apply( array( $this->op( 'create', 'x', array( 'sku' => str_repeat( 'x', 101 ), 'name' => 'x' ) ) ) )[0];
		$this->assertSame( array( 'sku_too_long', 'sku' ), array( $result['error']['code'], $result['error']['field'] ) );
	}

	public function test_a_term_whose_name_does_not_fit_is_refused(): void {
		$result = $this->apply( array( $this->op( 'create', 'long', array( 'name' => str_repeat( 'x', 201 ), 'slug' => 'long' ), array( 'entity' => 'category', 'taxonomy' => 'product_cat' ) ) ) )[0];
		$this->assertSame( 'failed', $result['status'], json_encode( $result ) );
		$this->assertStringContainsString( '200', $result['error']['hint'] );
	}

	public function test_an_attribute_slug_that_does_not_fit_or_is_reserved_is_refused(): void {
		foreach ( array( str_repeat( 'x', 29 ) => 'invalid_product_attribute_slug_too_long', 'category' => 'invalid_product_attribute_slug_reserved_name' ) as $slug => $code ) {
			$result = $this->apply( array( $this->op( 'create', $slug, array( 'name' => 'X', 'slug' => $slug ), array( 'entity' => 'attribute' ) ) ) )[0];
			$this->assertSame( array( $code, 'slug' ), array( $result['error']['code'], $result['error']['field'] ) );
		}
	}

	public function test_a_sku_that_differs_in_case_alone_is_the_same_to_woocommerce(): void {
		$this->create( 'Mug' );
		$answer = $this->ask( array( 'do' => 'links.read', 'entity' => 'product', 'channel' => 'default', 'codes' => array( 'MUG', 'Mug' ), 'match' => 'sku' ) );
		$this->assertSame( array( 'Mug' ), array_column( $answer['links'], 'code' ), 'codes are told apart' );
		$this->assertSame( array( 'MUG' ), array_column( $answer['matches'], 'code' ) );
		$this->assertTrue( $answer['matches'][0]['linked'] );
		$this->assertSame( 'sku_taken', $this->apply( array( $this->op( 'create', 'MUG', array( 'sku' => 'MUG', 'name' => 'x' ) ) ) )[0]['error']['code'] );
	}

	/** @return array<string, array{0: string, 1: mixed}> */
	public function zones(): array {
		return array( 'a place' => array( 'timezone_string', 'America/New_York' ), 'a place with the sun' => array( 'timezone_string', 'Asia/Kolkata' ), 'an offset' => array( 'gmt_offset', 5.5 ) );
	}

	/** @dataProvider zones */
	public function test_dates_of_sale_are_the_sites_time_wherever_it_is( string $option, mixed $value ): void {
		$before = get_option( $option );
		update_option( $option, $value );
		try {
			$dates = array( 'sale_start' => '2026-07-01T00:00:00', 'sale_end' => '2026-12-31T23:59:59' );
			$id    = $this->create( 'mug', $dates );
			wp_cache_flush();
			$this->assertSame( $dates, $this->values( $id, array_keys( $dates ) ) );
			$product = wc_get_product( $id );
			$this->assertSame( get_gmt_from_date( '2026-07-01 00:00:00', 'U' ), (string) $product->get_date_on_sale_from()->getTimestamp() );
		} finally {
			update_option( $option, $before );
		}
	}

	public function test_an_attribute_with_a_non_latin_slug(): void {
		$ids    = Shop::attribute( 'цвет', array( 'red', 'blue' ) );
		$field  = 'attribute:pa_цвет';
		$parent = $this->create( 'tee', array( $field => array( 'terms' => array_values( $ids ), 'visible' => true, 'variation' => true, 'position' => 0 ) ), array( 'kind' => 'variable' ) );
		$id     = $this->create( 'tee-red', array( 'axes' => array( 'pa_цвет' => 'red' ), 'regular_price' => '5' ), array( 'kind' => 'variation', 'parent' => $parent ) );
		$this->assertSame( array_values( $ids ), $this->values( $parent, array( $field ) )[ $field ]['terms'] );
		$this->assertContains( $field, array_keys( $this->values( $parent ) ) );
		$this->assertSame( array( 'pa_цвет' => 'red' ), $this->values( $id )['axes'] );
		$this->assertSame( array( 'pa_цвет' => 'red' ), $this->ask( array( 'do' => 'variations.read', 'parents' => array( $parent ) ) )['variations'][0]['axes'] );
		$this->assertSame( 'цвет', $this->ask( array( 'do' => 'attributes.read' ) )['attributes'][0]['slug'] );
	}

	public function test_a_batch_larger_than_a_statement_may_be(): void {
		$text = str_repeat( '<p>A paragraph of a very long text.</p>', 4000 );
		$ops  = array_map( fn( int $i ): array => $this->op( 'create', "big-{$i}", array( 'sku' => "big-{$i}", 'name' => 'Big', 'description' => $text ) ), range( 1, 12 ) );
		$long = 0;
		$size = static function ( string $query ) use ( &$long ): string {
			$long = max( $long, strlen( $query ) );
			return $query;
		};
		add_filter( 'query', $size );
		$results = $this->apply( $ops );
		remove_filter( 'query', $size );
		$this->assertSame( array( 'done' ), array_values( array_unique( array_column( $results, 'status' ) ) ) );
		$this->assertLessThan( 1000000, $long );
		$this->assertSame( $text, $this->values( $results[11]['id'] )['description'] );
	}

	public function test_numeric_codes_stay_texts(): void {
		$id = $this->create( '007' );
		$this->create( '7' );
		$this->create( '12345678901234567890' );
		$answer = $this->ask( array( 'do' => 'links.read', 'entity' => 'product', 'channel' => 'default', 'codes' => array( '7', '007', '12345678901234567890' ), 'match' => 'sku' ) );
		$this->assertSame( array( '007', '7', '12345678901234567890' ), array_column( $answer['links'], 'code' ) );
		$this->assertSame( $id, $answer['links'][0]['id'] );
	}

	public function test_an_unknown_request_or_entity_is_said_so(): void {
		$this->assertSame( 'unsupported', $this->apply( array( $this->op( 'create', 'x', array(), array( 'entity' => 'order' ) ) ) )[0]['error']['code'] );
		$this->assertSame( 'unsupported', $this->apply( array( $this->op( 'explode', 'x', array() ) ) )[0]['error']['code'] );
		$this->expectException( StoreError::class );
		$this->ask( array( 'do' => 'orders.read' ) );
	}

	public function test_memory_does_not_grow_with_the_run(): void {
		$ids   = array();
		$store = $this->store();
		for ( $i = 0; $i < 5; $i++ ) {
			$ops = array();
			for ( $j = 0; $j < 100; $j++ ) {
				$ops[] = $this->op( 'create', "m-{$i}-{$j}", array( 'sku' => "m-{$i}-{$j}", 'name' => 'm', 'description' => str_repeat( 'Long text. ', 500 ) ) );
			}
			$answer = $store->answer( array( 'do' => 'store.apply', 'operations' => $ops ) );
			$ids    = array_merge( $ids, array_column( $answer['results'], 'id' ) );
		}
		$cached = array_filter( $ids, static fn( int $id ): bool => false !== wp_cache_get( $id, 'posts' ) );
		$this->assertLessThanOrEqual( 450, count( $cached ), 'what earlier batches left in the cache was dropped' );
	}

	public function test_what_is_read_of_a_large_catalogue_does_not_stay_in_memory(): void {
		$id    = $this->create( 'mug' );
		$store = $this->store();
		$read  = static fn() => $store->answer( array( 'do' => 'products.read', 'channel' => 'default', 'ids' => array( $id ), 'fields' => array( 'name' ) ) );
		$read();
		$this->assertNotFalse( wp_cache_get( $id, 'posts' ), 'for the next to read' );
		$dropped = 0;
		for ( $i = 0; $i < 500; $i++ ) {
			$read();
			$dropped += false === wp_cache_get( $id, 'posts' ) ? 1 : 0;
		}
		$this->assertSame( 1, $dropped, 'once for some hundred products' );
	}
}
