<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Shop;

use UnoPim\Connector\Engine\Frame;
use UnoPim\Connector\Tests\WordPress\Support\Frames;
use UnoPim\Connector\Tests\WordPress\Support\RunTestCase;
use UnoPim\Connector\Tests\WordPress\Support\ScriptedEngine;

/** Filters and actions of other plugins on a pull, through a real store (docs/hooks.md). */
final class HooksTest extends RunTestCase {

	protected function setUp(): void {
		parent::setUp();
		self::empty_shop();
	}

	protected function tearDown(): void {
		self::empty_shop();
		parent::tearDown();
	}

	private static function empty_shop(): void {
		foreach ( get_posts( array( 'post_type' => array( 'product', 'product_variation' ), 'post_status' => array( 'any', 'trash' ), 'numberposts' => -1, 'fields' => 'ids' ) ) as $id ) {
			wp_delete_post( $id, true );
		}
	}

	/** With a hook, one step of a run. @param array<array<string,mixed>> $requests @return array<array<string,mixed>> its responses */
	private function step( array $requests, string $hook = '', ?callable $does = null, array $logs = array(), array $job = array() ): array {
		if ( null !== $does ) {
			add_filter( "unopim_connector_{$hook}", $does, 10, 9 );
		}
		try {
			$engine = $this->told( $requests, $logs, $job );
		} finally {
			if ( null !== $does ) {
				remove_filter( "unopim_connector_{$hook}", $does );
			}
		}
		return $engine->told[1]['responses'] ?? array();
	}

	private function told( array $requests, array $logs = array(), array $job = array() ): ScriptedEngine {
		return $this->drive( $this->start( $job )['id'], static fn( $frame, $n ) => 1 === $n ? Frames::step( $requests, null, $logs ) : Frames::done() );
	}

	/** @param array<string,mixed> $fields @return array<string,mixed> */
	private static function create( string $entity, string $key, array $fields, array $more = array() ): array {
		$list = array();
		foreach ( $fields as $field => $new ) {
			$list[] = array( 'field' => $field, 'old' => null, 'new' => $new, 'reason' => 'created', 'write' => true, 'expect' => null );
		}
		return array( 'id' => 1, 'do' => 'store.apply', 'operations' => array( $more + array( 'n' => 1, 'entity' => $entity, 'key' => $key, 'channel' => 'default', 'action' => 'create', 'kind' => 'simple', 'id' => null, 'parent' => null, 'fields' => $list, 'link' => array( 'target' => 't', 'bases' => new \stdClass(), 'context' => null, 'flags' => array() ) ) ) );
	}

	private static function links( string $code ): array {
		return array( 'id' => 1, 'do' => 'links.read', 'entity' => 'product', 'channel' => 'default', 'codes' => array( $code ), 'match' => 'sku' );
	}

	private static function product( string $sku ): int {
		$product = new \WC_Product_Simple();
		$product->set_name( ucfirst( $sku ) );
		$product->set_sku( $sku );
		$product->set_regular_price( '5' );
		return $product->save();
	}

	public function test_source_item_changes_a_record_before_planning(): void {
		$this->ready();
		$path = '/api/v1/rest/products';
		$this->unopim->behave( array( 'status' => array( $path => 200 ), 'body' => array( $path => array( 'data' => array( array( 'sku' => 'mug', 'values' => array( 'common' => array( 'price' => '1.50' ) ) ) ) ) ) ) );
		$heard = array();
		$does  = static function ( $item, $entity, $channel ) use ( &$heard ) {
			$heard[] = array( $item->sku ?? null, $entity, $channel );
			$item->seen = true;
			return $item;
		};
		$this->unopim->seen();
		add_filter( 'unopim_connector_source_item', $does, 10, 3 );
		$run   = $this->rest( 'POST', '/runs', array( 'job' => array( 'kind' => 'pull', 'channel' => 'default' ) ) )->get_data();
		$lease = array( 'X-Unopim-Lease' => $run['lease'] );
		$this->rest( 'POST', "/runs/{$run['id']}/step", '', $lease );
		$frame = Frame::decode( $this->rest( 'POST', "/runs/{$run['id']}/step", Frames::step( array( array( 'etag' => '"list-1"' ) + Frames::get( 1, 'products' ), Frames::get( 2, 'locales' ) ) ), $lease )->bytes );
		remove_filter( 'unopim_connector_source_item', $does );
		$by_id = array_column( $frame->json['responses'], null, 'id' );
		$data  = json_decode( substr( $frame->blob, ...$by_id[1]['body'] ) )->data;
		self::assertSame( array( array( 'mug', 'product', 'default' ) ), $heard );
		self::assertSame( array( true, '1.50' ), array( $data[0]->seen, $data[0]->values->common->price ) );
		self::assertStringNotContainsString( 'seen', substr( $frame->blob, ...$by_id[2]['body'] ), 'other lists pass as they came' );
		self::assertArrayNotHasKey( 'if-none-match', $this->unopim->seen()[0]['headers'], 'what was filtered once may be filtered differently now' );
	}

	public function test_shop_item_changes_what_is_compared_and_not_what_guards_a_write(): void {
		$this->ready();
		$id    = self::product( 'mug' );
		$read  = array( 'id' => 1, 'do' => 'products.read', 'channel' => 'default', 'ids' => array( $id ), 'fields' => array( 'name', 'regular_price' ) );
		$plain = $this->step( array( $read ) )[0]['items'][0]['fields'];
		$now   = $this->step( array( $read ), 'shop_item', static fn( $item, $entity, $shop_id ) => array( 'fields' => array( 'name' => "{$item['fields']['name']}, {$entity} {$shop_id}", 'other' => 1 ) ) + $item )[0]['items'][0]['fields'];
		self::assertSame( array( "Mug, product {$id}", $plain['name']['h'], '5' ), array( $now['name']['v'], $now['name']['h'], $now['regular_price']['v'] ) );
		self::assertArrayNotHasKey( 'other', $now );
	}

	public function test_match_product_comes_after_the_built_in_order(): void {
		$this->ready();
		$id    = self::product( 'old-mug' );
		$match = static fn( $found, $item ) => 'mug' === $item['sku'] ? $id : 99999999;
		$found = $this->step( array( self::links( 'mug' ) ), 'match_product', $match )[0]['matches'];
		self::assertSame( array( 'mug', $id, 'simple', 'filter' ), array( $found[0]['code'], $found[0]['id'], $found[0]['kind'], $found[0]['by'] ) );
		self::assertSame( 'old-mug', $this->step( array( self::links( 'old-mug' ) ), 'match_product', static fn() => 1 )[0]['matches'][0]['code'], 'a SKU goes first' );
		self::assertSame( array(), $this->step( array( self::links( 'cup' ) ), 'match_product', $match )[0]['matches'], 'what is not there is no match' );
	}

	public function test_skip_item_leaves_an_item_out_with_a_reason(): void {
		$this->ready();
		$items = $this->step( array( self::links( 'mug' ) ), 'skip_item', static fn( $reason, $item, $direction ) => "{$item['key']} {$direction}: not now" )[0]['items'];
		self::assertSame( array( array( 'excluded', 'mug', 'mug pull: not now' ) ), array_map( static fn( $item ) => array( $item['lane'], $item['code'], $item['error_code'] ), $items ) );
		self::assertSame( array(), $this->step( array( self::links( 'mug' ) ) )[0]['items'] );
	}

	public function test_term_slug_names_new_terms_within_its_limits(): void {
		$this->ready();
		$context = null;
		$does    = static function ( $slug, $label, $about ) use ( &$context ) {
			$context = array( $slug, $label, $about['entity'], $about['taxonomy'] );
			return "{$slug} Ünder";
		};
		$key    = 'c' . wp_rand();
		$answer = $this->step( array( self::create( 'category', $key, array( 'name' => 'Mugs', 'slug' => $key ), array( 'kind' => '', 'taxonomy' => 'product_cat' ) ) ), 'term_slug', $does );
		self::assertSame( array( $key, 'Mugs', 'category', 'product_cat' ), $context );
		self::assertSame( "{$key}-under", get_term( $answer[0]['results'][0]['id'] )->slug, (string) wp_json_encode( $answer ) );
	}

	public function test_attribute_slug_names_what_stands_for_an_axis(): void {
		$this->ready();
		$heard = array();
		$does  = static function ( $slug, $label, $context ) use ( &$heard ) {
			$heard[] = array( $slug, $label, $context );
			return 'size' === $slug ? 'shoe-size' : $slug;
		};
		$ask = static fn() => array( array( 'id' => 1, 'do' => 'names.ask', 'names' => array( array( 'entity' => 'attribute', 'key' => 'size', 'slug' => 'size', 'label' => 'Size' ), array( 'entity' => 'attribute', 'key' => 'color', 'slug' => 'color', 'label' => 'Color' ) ) ) );
		self::assertSame( array( array( 'key' => 'size', 'slug' => 'shoe-size' ) ), $this->step( $ask(), 'attribute_slug', $does )[0]['names'] );
		self::assertSame( array( 'size', 'Size', array( 'entity' => 'attribute', 'key' => 'size', 'channel' => 'default' ) ), $heard[0] );
		self::assertFalse( $this->told( array() )->told[0]['run']['settings']['ask_names'], 'nobody has a say' );
		add_filter( 'unopim_connector_attribute_slug', $does, 10, 3 );
		$told = $this->told( array() )->told[0]['run']['settings']['ask_names'];
		remove_filter( 'unopim_connector_attribute_slug', $does );
		self::assertTrue( $told );
	}

	public function test_datetime_zone_tells_how_times_differ_from_the_sites(): void {
		$this->ready();
		update_option( 'timezone_string', 'Europe/Berlin' );
		$dates = fn( ?string $zone ) => $this->with( 'datetime_zone', static fn( $site, $channel ) => 'default' === $channel ? $zone ?? $site : 'UTC', fn() => $this->told( array() )->told[0]['run']['store']['dates'] );
		self::assertArrayNotHasKey( 'zone', $dates( null ), 'by itself the site\'s' );
		$zone = $dates( 'UTC' )['zone'];
		self::assertContains( array( 'from' => '2026-03-29T01:00:00', 'minutes' => 120 ), $zone );
		self::assertContains( array( 'from' => '2026-10-25T01:00:00', 'minutes' => 60 ), $zone );
		self::assertSame( $zone, array_values( array_filter( $zone, static fn( $step, $n ) => 0 === $n || $step['from'] > $zone[ $n - 1 ]['from'], ARRAY_FILTER_USE_BOTH ) ), 'in the order of time' );
		update_option( 'timezone_string', '' );
	}

	/** What comes of something while a filter is there. */
	private function with( string $hook, callable $does, callable $work ): mixed {
		add_filter( "unopim_connector_{$hook}", $does, 10, 9 );
		try {
			return $work();
		} finally {
			remove_filter( "unopim_connector_{$hook}", $does );
		}
	}

	public function test_a_registered_target_reads_and_writes_by_itself(): void {
		$this->ready();
		$does = static fn( $targets ) => array_merge(
			$targets,
			array(
				array(
					'target' => 'meta:shelf',
					'label'  => 'Shelf',
					'types'  => array( 'text' ),
					'read'   => static fn( \WC_Product $product ) => get_option( "shelf_{$product->get_id()}", null ),
					'write'  => static fn( \WC_Product $product, ?string $value ) => update_option( "shelf_{$product->get_id()}", $value, false ),
				),
			)
		);
		$results = $this->step( array( self::create( 'product', 'mug', array( 'sku' => 'mug', 'name' => 'Mug', 'meta:shelf' => 'B7' ) ) ), 'targets', $does )[0]['results'];
		self::assertSame( 'done', $results[0]['status'], (string) wp_json_encode( $results ) );
		$id = $results[0]['id'];
		self::assertSame( array( 'B7', '' ), array( get_option( "shelf_{$id}" ), get_post_meta( $id, 'shelf', true ) ) );
		$read = array( 'id' => 1, 'do' => 'products.read', 'channel' => 'default', 'ids' => array( $id ), 'fields' => array( 'meta:shelf' ) );
		self::assertSame( 'B7', $this->step( array( $read ), 'targets', $does )[0]['items'][0]['fields']['meta:shelf']['v'] );
		add_filter( 'unopim_connector_targets', $does );
		$shown = array_column( $this->rest( 'GET', '/mapping/targets' )->get_data(), null, 'target' )['meta:shelf'];
		remove_filter( 'unopim_connector_targets', $does );
		self::assertSame( array( 'target' => 'meta:shelf', 'label' => 'Shelf', 'types' => array( 'text' ) ), $shown );
	}

	public function test_mapping_rows_are_changed_before_the_revision_of_a_plan(): void {
		$this->ready();
		$does = static fn( $rows, $channel, $locale ) => array_merge( $rows, array( (object) array( 'target' => 'meta:ean', 'attribute' => "ean_{$channel}_{$locale}" ) ) );
		add_filter( 'unopim_connector_mapping_rows', $does, 10, 3 );
		$id   = $this->start( array( 'dry' => true ) )['id'];
		$told = $this->end( $id )->told[0]['run']['mapping'];
		self::assertSame( 'ready', $this->rest( 'GET', "/plans/{$id}" )->get_data()['state'] );
		remove_filter( 'unopim_connector_mapping_rows', $does );
		self::assertSame( array( array( 'meta:ean', 'ean_default_en_US' ) ), array_map( static fn( $row ) => array( $row->target, $row->attribute ), $told->attributes->default->en_US ) );
		self::assertSame( 'outdated', $this->rest( 'GET', "/plans/{$id}" )->get_data()['state'], 'a plan is of the rows that it was made with' );
	}

	public function test_actions_tell_of_every_item(): void {
		$this->ready();
		$told = array();
		$hear = static function ( ...$args ) use ( &$told ): void {
			$told[] = array( substr( current_action(), strlen( 'unopim_connector_' ) ), $args[0], $args[1], $args[2] );
		};
		$names = array( 'item_created', 'item_pulled', 'item_deleted', 'item_skipped', 'item_parked', 'item_held' );
		foreach ( $names as $name ) {
			add_action( "unopim_connector_{$name}", $hear, 10, 4 );
		}
		$item = static fn( $lane, $reason ) => array( 'lane' => $lane, 'entity' => 'product', 'channel' => 'default', 'code' => 'tee', 'id' => 0, 'state' => 'open', 'tries' => 0, 'in' => 0, 'error_code' => $reason, 'body' => array( 'fields' => array() ) );
		$id   = $this->step(
			array( self::create( 'product', 'mug', array( 'sku' => 'mug', 'name' => 'Mug' ) ), array( 'id' => 2, 'do' => 'items.write', 'items' => array( $item( 'parked', 'sku_taken' ), $item( 'held', '' ) ), 'remove' => array() ) ),
			'',
			null,
			array( array( 'level' => 'warn', 'op' => 'pull', 'entity' => 'product', 'key' => 'cup', 'code' => 'in_trash', 'message' => 'It lies in the trash', 'field' => null ), array( 'level' => 'warn', 'op' => 'pull', 'entity' => 'product', 'key' => 'cup', 'code' => 'not_in_family', 'message' => 'x', 'field' => 'color' ) )
		)[0]['results'][0]['id'];
		$update = self::create( 'product', 'mug', array(), array( 'action' => 'update', 'id' => $id, 'fields' => array( array( 'field' => 'name', 'old' => 'Mug', 'new' => 'Cup', 'reason' => 'x', 'write' => true, 'expect' => null ) ) ) );
		$this->step( array( $update ) );
		$this->step( array( self::create( 'product', 'mug', array(), array( 'action' => 'trash', 'id' => $id ) ) ) );
		foreach ( $names as $name ) {
			remove_action( "unopim_connector_{$name}", $hear );
		}
		self::assertSame( array( array( 'item_skipped', 'product', 'cup', 'in_trash' ), array( 'item_created', 'product', $id, 'mug' ), array( 'item_parked', 'product', 'tee', 'sku_taken' ), array( 'item_held', 'product', 'tee', '' ), array( 'item_pulled', 'product', $id, 'mug' ), array( 'item_deleted', 'product', $id, 'mug' ) ), $told );
	}

	public function test_chunk_seconds_ends_background_work_sooner(): void {
		$this->ready();
		$id   = $this->start()['id'];
		$does = static fn( $seconds ) => 20 === $seconds ? 1 : 300;
		add_filter( 'unopim_connector_chunk_seconds', $does );
		$engine = $this->drive(
			$id,
			static function ( $frame, $n ): string {
				usleep( 400_000 );
				return Frames::step( array(), array( 'page' => $n ) );
			}
		);
		remove_filter( 'unopim_connector_chunk_seconds', $does );
		self::assertLessThan( 5, count( $engine->told ), 'handed on after a second' );
		self::assertSame( array( 'running', '' ), array( $this->row( $id )->status, $this->row( $id )->lease_owner ) );
	}

	public function test_plan_retention_days_decides_when_a_plan_is_too_old(): void {
		$this->ready();
		$id = $this->plan( array( array() ) );
		self::change( 'runs', $id, array( 'finished_at' => gmdate( 'Y-m-d H:i:s', time() - 3 * DAY_IN_SECONDS ) ) );
		$state = fn() => $this->rest( 'GET', "/plans/{$id}" )->get_data()['state'];
		self::assertSame( 'ready', $state() );
		add_filter( 'unopim_connector_plan_retention_days', $does = static fn( $days ) => 7 === $days ? 2 : 99 );
		$filtered = $state();
		remove_filter( 'unopim_connector_plan_retention_days', $does );
		self::assertSame( 'expired', $filtered );
	}

	public function test_max_image_bytes_bounds_every_file(): void {
		$this->ready();
		$path = '/storage/big.png';
		$this->unopim->behave( array( 'status' => array( $path => 200 ), 'body' => array( $path => array( 'much' => str_repeat( 'x', 5000 ) ) ) ) );
		$wish  = array( 'id' => 1, 'do' => 'media.fetch', 'files' => array( array( 'path' => 'big.png', 'etag' => null, 'name' => '', 'alt' => '', 'allow' => 'file', 'max_bytes' => 1000000 ) ) );
		$codes = fn( ?callable $does ) => array_map( static fn( $file ) => $file['error']['code'] ?? $file['status'], $this->step( array( $wish ), 'max_image_bytes', $does )[0]['files'] );
		self::assertNotSame( array( 'too_large' ), $codes( null ) );
		self::assertSame( array( 'too_large' ), $codes( static fn( $bytes, $context ) => 'fetch' === $context ? 1000 : $bytes ) );
	}

	public function test_an_image_that_was_attached_is_told_with_its_path(): void {
		$this->ready();
		$id    = self::product( 'mug' );
		$image = (int) wp_insert_attachment( array( 'post_title' => 'Mug', 'post_mime_type' => 'image/png' ), 'mug.png' );
		self::insert( 'media', array( 'hash' => 'h', 'attachment_id' => $image, 'path' => 'product/1/mug.png', 'path_hash' => 'p', 'created_at' => gmdate( 'Y-m-d H:i:s' ) ) );
		$told   = array();
		$update = self::create( 'product', 'mug', array(), array( 'action' => 'update', 'id' => $id, 'fields' => array( array( 'field' => 'image', 'old' => null, 'new' => $image, 'reason' => 'x', 'write' => true, 'expect' => null ) ) ) );
		$result = $this->step(
			array( $update ),
			'image_attached',
			static function ( ...$args ) use ( &$told ): void {
				$told[] = $args;
			}
		);
		wp_delete_attachment( $image, true );
		self::assertSame( array( array( $image, $id, 'product/1/mug.png' ) ), $told, (string) wp_json_encode( $result ) );
	}

	public function test_every_operation_writes_a_row_and_a_dry_one_says_so(): void {
		$this->ready();
		$rows = fn( string $query ) => array_map( static fn( $row ) => array( $row['level'], $row['op'], $row['entity'], $row['key'], $row['code'], $row['message'] ), $this->rest( 'GET', "/logs?search=mug{$query}" )->get_data() );
		$id   = $this->step( array( self::create( 'product', 'mug', array( 'sku' => 'mug', 'name' => 'Mug' ) ) ) )[0]['results'][0]['id'];
		self::assertSame( array( array( 'success', 'pull', 'product', 'mug', 'create', 'mug was created' ) ), $rows( '' ) );
		$detail = json_decode( $this->rest( 'GET', '/logs?search=mug' )->get_data()[0]['detail'], true );
		self::assertSame( array( 1, $id, 'Mug' ), array( $detail['operation'], $detail['id'], $detail['written']['name'] ) );
		$this->step( array( self::create( 'product', 'mug', array(), array( 'action' => 'update', 'id' => $id, 'fields' => array( array( 'field' => 'name', 'old' => 'Mug', 'new' => 'Cup', 'reason' => 'x', 'write' => true, 'expect' => null ), array( 'field' => 'sku', 'old' => 'mug', 'new' => 'mug', 'reason' => 'unchanged', 'write' => false, 'expect' => null ) ) ) ) ), '', null, array(), array( 'dry' => true ) );
		self::assertContains( array( 'info', 'pull', 'product', 'mug', 'update', 'dry-run: mug was updated: name' ), $rows( '&level=info' ) );
	}

	/** One step of a push. @param array<array<string,mixed>> $requests @return array<array<string,mixed>> its responses */
	private function pushed( array $requests, string $hook, callable $does ): array {
		return $this->step( $requests, $hook, $does, array(), array( 'kind' => 'push' ) );
	}

	public function test_what_is_made_in_unopim_may_begin_with_another_family_and_values(): void {
		$this->ready( array( 'default' => array( 'push' => true ) ) );
		$mug  = new \WC_Product_Simple();
		$mug->set_name( 'Mug' );
		$mug->set_sku( 'mug' );
		$id   = $mug->save();
		$read = array( 'id' => 1, 'do' => 'products.read', 'channel' => 'default', 'ids' => array( $id ), 'fields' => array( 'name' ) );
		$seen = array();
		$does = static function ( $defaults, $product ) use ( &$seen ) {
			$seen[] = array( $defaults, $product['sku'], $product['fields']['name'] );
			return array( 'family' => 'cups', 'values' => array( 'common.material' => 'clay' ) );
		};
		$item = $this->pushed( array( $read ), 'push_defaults', $does )[0]['items'][0];
		self::assertEquals( array( 'family' => 'cups', 'values' => array( 'common.material' => 'clay' ) ), json_decode( (string) wp_json_encode( $item['defaults'] ), true ) );
		self::assertSame( array( array( array( 'family' => '', 'values' => array() ), 'mug', 'Mug' ) ), $seen );
		self::assertArrayNotHasKey( 'defaults', $this->pushed( array( $read ), 'push_defaults', static fn() => 'nonsense' )[0]['items'][0] );
		self::assertArrayNotHasKey( 'defaults', $this->step( array( $read ), 'push_defaults', $does )[0]['items'][0], 'a pull makes nothing in UnoPim' );
	}

	public function test_the_code_of_what_is_made_in_unopim_may_be_another(): void {
		$this->ready( array( 'default' => array( 'push' => true ) ) );
		$known = wp_insert_term( 'Known cups', 'product_cat' )['term_id'];
		$new   = wp_insert_term( 'New cups', 'product_cat' )['term_id'];
		self::insert( 'links', array( 'entity' => 'category', 'channel' => 'default', 'code' => 'known', 'shop_id' => $known, 'bases' => '{}', 'created_at' => gmdate( 'Y-m-d H:i:s' ) ) );
		$read  = array( 'id' => 1, 'do' => 'terms.read', 'taxonomies' => array( array( 'taxonomy' => 'product_cat', 'entity' => 'category', 'channel' => 'default', 'prefix' => '' ) ) );
		$does  = static fn( $code, $label, $about ) => "x_{$code}_{$about['entity']}";
		$terms = array_column( $this->pushed( array( $read ), 'unopim_code', $does )[0]['taxonomies'][0]['terms'], null, 'id' );
		self::assertSame( 'x_new_cups_category', $terms[ $new ]['code'] );
		self::assertArrayNotHasKey( 'code', $terms[ $known ], 'it has one' );
		wp_delete_term( $known, 'product_cat' );
		wp_delete_term( $new, 'product_cat' );
	}

	public function test_a_product_may_be_kept_from_unopim(): void {
		$this->ready( array( 'default' => array( 'push' => true ) ) );
		$mug = new \WC_Product_Simple();
		$mug->set_sku( 'SAMPLE-1' );
		$id    = $mug->save();
		$items = $this->pushed( array( array( 'id' => 1, 'do' => 'links.of', 'entity' => 'product', 'channel' => 'default', 'ids' => array( $id ) ) ), 'skip_item', static fn( $reason, $item, $direction ) => 'push' === $direction && str_starts_with( $item['key'], 'SAMPLE' ) ? 'a sample' : $reason )[0]['items'];
		self::assertSame( array( array( 'excluded', $id, 'a sample' ) ), array_map( static fn( $item ) => array( $item['lane'], $item['id'], $item['error_code'] ), $items ) );
	}
}
