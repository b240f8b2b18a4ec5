<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

use UnoPim\Connector\Store\FieldHash;

/** Equal values have equal hashes, whoever reads or writes, and however the caches are filled. */
final class StableHashTest extends StoreTestCase {

	private const TEXTS = array(
		'name'              => 'Tom & Jerry\'s "5 < 6" 20%ab 🧪',
		'description'       => '<p>5 &lt; 6 & more <a href="https://example.test/?a=1&b=2">x</a></p><script>alert(1)</script>',
		'short_description' => 'A & B',
		'meta:address'      => 'https://example.test/?a=1&b=2',
	);

	/** A cron job has no user, and WordPress filters what users without rights save. */
	public function test_the_same_for_an_administrator_and_a_cron_job(): void {
		wp_set_current_user( 1 );
		$admin = $this->create( 'admin', self::TEXTS );
		wp_set_current_user( 0 );
		$cron = $this->create( 'cron', self::TEXTS );
		$this->assertSame( $this->values( $admin, array_keys( self::TEXTS ) ), $this->values( $cron, array_keys( self::TEXTS ) ) );
		$this->assertSame( 'Tom & Jerry\'s "5 < 6" 20%ab 🧪', $this->values( $cron )['name'] );
		$expect = array_map( static fn( array $field ): string => $field['h'], $this->snapshot( $cron, array_keys( self::TEXTS ) )['fields'] );
		wp_set_current_user( 1 );
		$result = $this->apply( array( $this->op( 'update', 'cron', self::TEXTS, array( 'id' => $cron, 'expect' => $expect ) ) ) )[0];
		$this->assertSame( 'done', $result['status'] );
		$this->assertSame( $expect, array_map( static fn( array $field ): string => $field['h'], $this->snapshot( $cron, array_keys( self::TEXTS ) )['fields'] ) );
	}

	public function test_terms_read_in_one_order_however_the_caches_are_filled(): void {
		foreach ( array( 'menu_order' => array( 'zinc', 'azure', 'mint' ), 'name' => array( 'azure', 'mint', 'zinc' ) ) as $order_by => $expected ) {
			Shop::clear();
			$ids = Shop::attribute( 'color', array( 'zinc', 'azure', 'mint' ), $order_by );
			$id  = $this->create( 'tee', array( 'attribute:pa_color' => array( 'terms' => array( $ids['mint'], $ids['zinc'], $ids['azure'] ), 'visible' => true, 'variation' => false, 'position' => 0 ) ) );
			$one = $this->snapshot( $id, array( 'attribute:pa_color' ) )['fields']['attribute:pa_color'];
			$this->assertSame( $expected, array_map( static fn( int $term ): string => array_search( $term, $ids, true ), $one['v']['terms'] ), $order_by );
			wp_cache_flush();
			get_the_terms( $id, 'pa_color' ); // Fills the cache in the attribute's order.
			$this->assertSame( $one, $this->snapshot( $id, array( 'attribute:pa_color' ) )['fields']['attribute:pa_color'] );
			wp_cache_flush();
			update_object_term_cache( array( $id ), 'product' ); // Fills it by name.
			$this->assertSame( $one, $this->snapshot( $id, array( 'attribute:pa_color' ) )['fields']['attribute:pa_color'] );
		}
	}

	/** What only passes through the store comes back as it was, an empty map as a map. */
	public function test_empty_maps_stay_maps(): void {
		$link   = array( 'target' => 't', 'bases' => (object) array(), 'context' => array( 'inherited' => (object) array(), 'axes' => array() ), 'flags' => array() );
		$create = $this->op( 'create', 'mug', array( 'name' => 'Mug', 'sku' => 'mug' ), array( 'link' => $link ) );
		$axes   = $this->op( 'create', 'v', array( 'axes' => (object) array() ), array( 'kind' => 'variation', 'link' => $link ) );
		$this->ask( array( 'do' => 'store.apply', 'operations' => array( $create, $axes ) ), 7, 50, true );
		$this->apply( array( $create ) );
		$this->ask( array( 'do' => 'items.write', 'items' => array( array( 'lane' => 'held', 'entity' => 'product', 'channel' => 'default', 'code' => 'mug', 'state' => 'open', 'body' => array( 'fields' => array(), 'shown' => (object) array() ) ) ) ) );
		$of   = array( 'entity' => 'product', 'channel' => 'default' );
		$said = json_encode( $this->store()->answer( array( 'do' => 'links.read', 'codes' => array( 'mug' ), 'match' => null ) + $of ) );
		$this->assertStringContainsString( '"context":{"inherited":{},"axes":[]}', $said );
		$this->assertStringContainsString( '"body":{"fields":[],"shown":{}}', $said );
		$plan = json_encode( $this->store()->answer( array( 'do' => 'plan.read', 'plan' => 7, 'after' => 0, 'limit' => 9 ) ) );
		$this->assertStringContainsString( '"link":{"target":"t","bases":{},"context":{"inherited":{},"axes":[]},"flags":[]}', $plan );
		$this->assertStringContainsString( '"field":"axes","old":null,"new":{}', $plan );
	}

	public function test_nothing_empty_and_zero_differ(): void {
		$values = array( null, '', '0', 0, false, array(), '0.00', (object) array(), ' ' );
		$this->assertCount( count( $values ), array_unique( array_map( array( FieldHash::class, 'of' ), $values ) ) );
	}

	public function test_the_order_of_keys_means_nothing_that_of_lists_does(): void {
		$this->assertSame( FieldHash::of( array( 'a' => 1, 'b' => array( 'c' => 2, 'd' => 3 ) ) ), FieldHash::of( array( 'b' => array( 'd' => 3, 'c' => 2 ), 'a' => 1 ) ) );
		$this->assertNotSame( FieldHash::of( array( 1, 2 ) ), FieldHash::of( array( 2, 1 ) ) );
		$this->assertMatchesRegularExpression( '/^[0-9a-f]{16}$/', FieldHash::of( "\xff" ) );
	}
}
