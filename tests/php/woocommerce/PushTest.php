<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

use UnoPim\Connector\Platform\Clock;

/** What a push reads of the shop, and what it keeps there. */
final class PushTest extends StoreTestCase {

	/** @param array<string, mixed> $more */
	private function pushed( string $action, string $key, int $id, array $more = array() ): array {
		return $more + array(
			'n'       => 90,
			'entity'  => 'product',
			'key'     => $key,
			'channel' => 'default',
			'side'    => 'unopim',
			'action'  => $action,
			'kind'    => 'simple',
			'id'      => $id,
			'parent'  => null,
			'fields'  => array( array( 'field' => 'common.name', 'old' => 'Mug', 'new' => 'Cup', 'reason' => 'shop_changed', 'write' => true, 'after' => 'Cup' ) ),
			'link'    => array( 'target' => 't2', 'bases' => array( 'name' => array( 'src' => 's2', 'shop' => 'h2' ) ), 'context' => null, 'flags' => array() ),
		);
	}

	private function link( int $id ): array {
		return $this->ask( array( 'do' => 'links.of', 'entity' => 'product', 'channel' => 'default', 'ids' => array( $id ) ) )['links'][0];
	}

	public function test_products_are_listed_by_id_without_what_nobody_has_saved_or_threw_away(): void {
		$mug    = $this->create( 'mug' );
		$tee    = $this->create( 'tee', array(), array( 'kind' => 'variable' ) );
		$gone   = $this->create( 'gone' );
		$group  = Owner::act( array( 'add' => array( 'kind' => 'grouped', 'sku' => 'set', 'name' => 'Set' ) ) );
		$draft  = wp_insert_post( array( 'post_type' => 'product', 'post_status' => 'auto-draft', 'post_title' => 'New' ) );
		$leaf   = Owner::act( array( 'add' => array( 'kind' => 'variation', 'sku' => 'tee-s', 'parent' => $tee ) ) );
		wp_trash_post( $gone );
		$all = $this->ask( array( 'do' => 'shop.products', 'after' => 0, 'limit' => 50 ) )['products'];
		self::assertSame( array( array( 'id' => $mug, 'kind' => 'simple', 'status' => 'publish', 'sku' => 'mug' ), array( 'id' => $tee, 'kind' => 'variable', 'status' => 'publish', 'sku' => 'tee' ), array( 'id' => $group, 'kind' => 'grouped', 'status' => 'publish', 'sku' => 'set' ) ), $all );
		self::assertSame( array( $tee ), array_column( $this->ask( array( 'do' => 'shop.products', 'after' => $mug, 'limit' => 1 ) )['products'], 'id' ) );
		$named = $this->ask( array( 'do' => 'shop.products', 'ids' => array( $leaf, $gone, $draft, 999999 ) ) )['products'];
		self::assertSame( array( array( $gone, 'simple', 'trash', null ), array( $leaf, 'variation', 'publish', $tee ) ), array_map( static fn( $row ) => array( $row['id'], $row['kind'], $row['status'], $row['parent'] ?? null ), $named ) );
	}

	public function test_links_of_items_come_with_their_times_and_with_what_is_decided_about_them(): void {
		$mug = $this->create( 'mug' );
		$cup = $this->create( 'cup' );
		$this->ask( array( 'do' => 'items.write', 'items' => array( array( 'lane' => 'held', 'entity' => 'product', 'channel' => 'default', 'code' => 'mug', 'id' => 0, 'state' => 'open' ), array( 'lane' => 'excluded', 'entity' => 'product', 'channel' => '', 'code' => 'x', 'id' => $cup, 'state' => 'open' ), array( 'lane' => 'image', 'entity' => 'product', 'channel' => 'default', 'code' => 'mug', 'id' => $mug, 'state' => 'waiting' ), array( 'lane' => 'held', 'entity' => 'product', 'channel' => 'b2b', 'code' => 'mug', 'id' => $mug, 'state' => 'open' ) ) ) );
		$found = $this->ask( array( 'do' => 'links.of', 'entity' => 'product', 'channel' => 'default', 'ids' => array( $mug, $cup ) ) );
		self::assertSame( array( 'mug', 'cup' ), array_column( $found['links'], 'code' ) );
		self::assertSame( array( array( 'held', 'mug' ), array( 'excluded', 'x' ) ), array_map( static fn( $item ) => array( $item['lane'], $item['code'] ), $found['items'] ) );
		self::assertMatchesRegularExpression( '/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/', $found['links'][0]['pulled_at'] );
		self::assertNull( $found['links'][0]['pushed_at'] );
		self::assertSame( 2, $this->queries( fn() => $this->ask( array( 'do' => 'links.of', 'entity' => 'product', 'channel' => 'default', 'ids' => array( $mug, $cup ) ) ) ) );
	}

	public function test_a_pull_that_asked_within_the_second_of_a_push_is_told_apart_from_one_that_asked_after_it(): void {
		$mug   = $this->create( 'mug' );
		$clock = new Clock();
		$pull  = fn( string $asked_at, int $n ): array => $this->apply( array( array( 'n' => $n, 'asked_at' => $asked_at, 'fields' => array( array( 'field' => 'name', 'old' => 'Mug', 'new' => "Pot {$n}", 'reason' => 'unopim_changed', 'write' => true, 'expect' => null ) ), 'link' => array( 'target' => 't3', 'bases' => array(), 'context' => null, 'flags' => array() ) ) + $this->pushed( 'update', 'mug', $mug, array( 'side' => '' ) ) ) )[0];
		do {
			$before = $clock->moment();
			$this->apply( array( $this->pushed( 'update', 'mug', $mug, array( 'n' => random_int( 100, 1 << 30 ) ) ) ) );
			$after = $clock->moment();
		} while ( substr( $before, 0, 19 ) !== substr( $after, 0, 19 ) );
		self::assertSame( 'locked', $pull( $before, 91 )['error']['code'] );
		self::assertSame( 'done', $pull( $after, 92 )['status'] );
		self::assertSame( 'Pot 92', wc_get_product( $mug )->get_name() );
	}

	public function test_what_was_written_to_unopim_changes_the_link_and_the_history_and_nothing_of_the_shop(): void {
		$mug    = $this->create( 'mug', array( 'name' => 'Mug' ) );
		$before = array( $this->snapshot( $mug, array( '*' ) )['fields'], get_post_modified_time( 'U', true, $mug ) );
		$pulled = $this->link( $mug )['pulled_at'];
		for ( $i = 0; $i < 2; $i++ ) {
			self::assertSame( array( array( 'n' => 90, 'status' => 'done', 'id' => $mug ) ), $this->apply( array( $this->pushed( 'update', 'mug', $mug ) ), 7 ), 'asked again it is done still' );
		}
		self::assertSame( $before, array( $this->snapshot( $mug, array( '*' ) )['fields'], get_post_modified_time( 'U', true, $mug ) ) );
		$link = $this->link( $mug );
		self::assertSame( array( 's2', 'h2', 't2', $pulled ), array( ...$link['bases']['name'], $link['target'], $link['pulled_at'] ) );
		self::assertNotNull( $link['pushed_at'] );
		self::assertSame( $link['pushed_at'], $this->ask( array( 'do' => 'links.read', 'entity' => 'product', 'channel' => 'default', 'codes' => array( 'mug' ), 'match' => null ) )['links'][0]['pushed_at'] );
		$history = $this->ask( array( 'do' => 'history.read', 'run' => 7, 'before' => null, 'limit' => 50 ) )['operations'];
		self::assertCount( 1, $history );
		self::assertSame( array( 'unopim', 'update', array( array( 'field' => 'common.name', 'old' => 'Mug', 'new' => 'Cup', 'after' => 'Cup' ) ) ), array( $history[0]['side'], $history[0]['action'], $history[0]['fields'] ) );
	}

	public function test_an_empty_map_stays_one_in_history_and_plan_and_is_known_again(): void {
		$mug    = $this->create( 'mug' );
		$fields = '[{"field":"common.price","old":{},"new":{"EUR":"1"},"after":"h"},{"field":"common.gallery","old":["a"],"new":[],"after":"h"}]';
		$write  = array_map( static fn( object $field ): object => (object) array( ...(array) $field, 'reason' => 'shop_changed', 'write' => true ), json_decode( $fields ) );
		$op     = $this->pushed( 'update', 'mug', $mug, array( 'fields' => $write ) );
		for ( $i = 0; $i < 2; $i++ ) {
			self::assertSame( 'done', $this->apply( array( $op ), 7 )[0]['status'] );
		}
		$history = $this->store( 7 )->answer( array( 'do' => 'history.read', 'run' => 7, 'before' => null, 'limit' => 50 ) )['operations'];
		self::assertCount( 1, $history );
		self::assertSame( $fields, json_encode( $history[0]['fields'] ) );
		$this->ask( array( 'do' => 'store.apply', 'operations' => array( $op ) ), 8, 50, true );
		$planned = $this->store( 8 )->answer( array( 'do' => 'plan.read', 'plan' => 8, 'after' => 0, 'limit' => 9 ) )['operations'];
		self::assertSame( json_encode( $write ), json_encode( $planned[0]['op']->fields ) );
	}

	public function test_a_product_that_was_created_in_unopim_is_linked_and_one_that_was_deleted_there_is_not(): void {
		$mug = Owner::act( array( 'add' => array( 'kind' => 'simple', 'sku' => 'mug', 'name' => 'Mug' ) ) );
		$this->apply( array( $this->pushed( 'create', 'mug', $mug ) ), 7 );
		self::assertSame( array( 'mug', null ), array( $this->link( $mug )['code'], $this->link( $mug )['pulled_at'] ) );
		$this->apply( array( array( 'n' => 91, 'fields' => array(), 'link' => null ) + $this->pushed( 'delete', 'mug', $mug ) ), 7 );
		self::assertSame( array(), $this->ask( array( 'do' => 'links.of', 'entity' => 'product', 'channel' => 'default', 'ids' => array( $mug ) ) )['links'] );
		self::assertNotNull( wc_get_product( $mug )->get_id() );
	}

	public function test_terms_and_attributes_keep_their_links_likewise(): void {
		$term = wp_insert_term( 'Sale', 'product_cat' )['term_id'];
		$this->apply( array( array( 'entity' => 'category', 'kind' => null, 'taxonomy' => 'product_cat' ) + $this->pushed( 'create', 'sale', $term ) ), 7 );
		$found = $this->ask( array( 'do' => 'links.of', 'entity' => 'category', 'channel' => 'default', 'ids' => array( $term ) ) )['links'];
		self::assertSame( array( 'sale', $term ), array( $found[0]['code'], $found[0]['id'] ) );
		wp_delete_term( $term, 'product_cat' );
	}

	public function test_a_dry_push_is_planned_and_writes_nothing(): void {
		$mug   = $this->create( 'mug' );
		$after = $this->ask( array( 'do' => 'store.apply', 'operations' => array( $this->pushed( 'update', 'mug', $mug ) ) ), 8, 50, true );
		self::assertSame( array( array( 'n' => 90, 'status' => 'done', 'id' => $mug ) ), $after['results'] );
		self::assertNull( $this->link( $mug )['pushed_at'] );
		$planned = $this->ask( array( 'do' => 'plan.read', 'plan' => 8, 'after' => 0, 'limit' => 9 ) )['operations'];
		self::assertSame( array( 'unopim', 'update' ), array( $planned[0]['op']['side'], $planned[0]['op']['action'] ) );
		self::assertSame( array(), $this->ask( array( 'do' => 'history.read', 'run' => 8, 'before' => null, 'limit' => 50 ) )['operations'] );
	}

	public function test_a_row_of_the_push_queue_stays_when_it_was_saved_while_it_was_sent(): void {
		$row = static fn( string $stamp ) => array( 'lane' => 'push', 'entity' => 'product', 'channel' => '', 'code' => '55', 'id' => 55, 'state' => 'waiting', 'body' => array( 'change' => 'saved', 'stamp' => $stamp ) );
		$key = static fn( array $more ) => array( 'do' => 'items.write', 'remove' => array( $more + array( 'lane' => 'push', 'entity' => 'product', 'channel' => '', 'code' => '55' ) ) );
		$all = fn() => array_map( static fn( $item ) => $item['body']['stamp'], $this->ask( array( 'do' => 'items.read', 'lane' => 'push', 'channel' => '', 'states' => array( 'waiting', 'retry' ), 'due' => true, 'after' => 0, 'limit' => 20 ) )['items'] );
		$this->ask( array( 'do' => 'items.write', 'items' => array( $row( 'a1' ) ) ) );
		$this->ask( array( 'do' => 'items.write', 'items' => array( $row( 'b_' ) ) ) );
		$this->ask( $key( array( 'stamp' => 'a1' ) ) );
		$this->ask( $key( array( 'stamp' => 'bb' ) ) );
		self::assertSame( array( 'b_' ), $all() );
		$this->ask( $key( array( 'stamp' => 'b_' ) ) );
		self::assertSame( array(), $all() );
		$this->ask( array( 'do' => 'items.write', 'items' => array( $row( 'c' ) ) ) );
		$this->ask( $key( array() ) );
		self::assertSame( array(), $all(), 'without a stamp it goes whatever it is' );
	}
}
