<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Run\Plans;
use UnoPim\Connector\Run\RunTrimmer;
use UnoPim\Connector\Tests\WordPress\Support\Frames;
use UnoPim\Connector\Tests\WordPress\Support\RunTestCase;

/** Preview, apply, discard. */
final class PlansTest extends RunTestCase {

	/** @return array<string,mixed> */
	private function view( int $id ): array {
		return $this->rest( 'GET', "/plans/{$id}" )->get_data();
	}

	public function test_a_plan_is_made_by_a_dry_run(): void {
		$this->ready();
		$made = $this->rest( 'POST', '/plans', array( 'host' => 'server', 'job' => array( 'kind' => 'pull', 'scope' => 'full', 'channel' => 'default' ) ) );
		self::assertSame( array( 201, true, 'pull' ), array( $made->get_status(), $made->get_data()['dry'], $made->get_data()['job']['kind'] ) );
		$id = $made->get_data()['id'];
		self::assertSame( array( 'making', null, 0 ), array( $this->view( $id )['state'], $this->view( $id )['hash'], $this->view( $id )['operations'] ) );
		$this->refused( $this->rest( 'POST', "/plans/{$id}/apply" ), 'plan_not_ready' );
		$this->refused( $this->rest( 'DELETE', "/plans/{$id}" ), 'plan_busy' );
		$told = 0;
		add_action( 'unopim_connector_plan_created', $hear = static function ( $plan ) use ( &$told ): void {
			$told = $plan;
		} );
		$this->end( $id );
		remove_action( 'unopim_connector_plan_created', $hear );
		self::assertSame( array( $id, 'ready' ), array( $told, $this->view( $id )['state'] ) );
		self::assertMatchesRegularExpression( '/^[0-9a-f]{64}$/', $this->view( $id )['hash'] );
		self::assertSame( array( $id ), array_column( $this->rest( 'GET', '/plans' )->get_data(), 'id' ) );
		self::assertSame( array(), $this->rest( 'GET', '/plans?channel=web' )->get_data() );
		$real = $this->start()['id'];
		self::assertSame( 404, $this->rest( 'GET', "/plans/{$real}" )->get_status(), 'a run that writes is no plan' );
	}

	public function test_a_dry_run_writes_no_item_and_puts_its_operations_down(): void {
		$this->ready();
		$id = $this->start( array( 'dry' => true ) )['id'];
		$op = array( 'n' => 1, 'entity' => 'product', 'key' => 'mug', 'channel' => 'default', 'action' => 'create', 'kind' => 'simple', 'id' => null, 'parent' => null, 'fields' => array( array( 'field' => 'name', 'old' => null, 'new' => 'Mug', 'reason' => 'created', 'write' => true, 'expect' => null ) ), 'link' => array( 'target' => 'a', 'bases' => new \stdClass(), 'context' => null, 'flags' => array() ) );
		$this->drive( $id, static fn( $frame, $n ) => 1 === $n ? Frames::step( array( array( 'id' => 1, 'do' => 'store.apply', 'operations' => array( $op ) ), array( 'id' => 2, 'do' => 'items.write', 'items' => array( array( 'lane' => 'parked', 'entity' => 'product', 'channel' => 'default', 'code' => 'tee', 'id' => 0, 'state' => 'parked', 'tries' => 0, 'in' => 0, 'error_code' => 'x', 'body' => null ) ), 'remove' => array() ) ) ) : Frames::done() );
		self::assertSame( 'done', $this->row( $id )->status, (string) wp_json_encode( $this->row( $id )->result ) );
		$rows = $this->rest( 'GET', "/plans/{$id}/operations" )->get_data();
		self::assertSame( array( array( 'product', 'mug', 'create', 'planned', 'Mug' ) ), array_map( static fn( $row ) => array( $row['entity'], $row['key'], $row['action'], $row['outcome'], $row['fields'][0]->new ), $rows ) );
		self::assertSame( array(), self::items( 'parked' ) );
		self::assertSame( array(), get_posts( array( 'post_type' => 'product', 'post_status' => 'any' ) ) );
	}

	public function test_operations_are_paged_and_filtered(): void {
		$this->ready();
		$id   = $this->plan( array( array( 'action' => 'create' ), array(), array( 'entity' => 'category', 'item_key' => 'men' ) ) );
		$keys = fn( string $query ) => array_column( $this->rest( 'GET', "/plans/{$id}/operations{$query}" )->get_data(), 'key' );
		self::assertSame( array( 'sku-0', 'sku-1', 'men' ), $keys( '' ) );
		self::assertSame( array( 'sku-0' ), $keys( '?action=create' ) );
		self::assertSame( array( 'men' ), $keys( '?entity=category' ) );
		self::assertSame( array( 'sku-1' ), $keys( '?search=u-1' ) );
		self::assertSame( array( 'men' ), $keys( '?per_page=2&page=2' ) );
		self::assertSame( '3', $this->rest( 'GET', "/plans/{$id}/operations?per_page=2" )->get_headers()['X-WP-Total'] );
		self::assertSame( 400, $this->rest( 'GET', "/plans/{$id}/operations?per_page=101" )->get_status() );
		self::assertSame( array( array( 'count' => 1, 'entity' => 'category', 'action' => 'update', 'outcome' => 'planned' ), array( 'count' => 1, 'entity' => 'product', 'action' => 'create', 'outcome' => 'planned' ), array( 'count' => 1, 'entity' => 'product', 'action' => 'update', 'outcome' => 'planned' ) ), $this->view( $id )['summary'] );
	}

	public function test_equal_plans_have_equal_hashes(): void {
		$this->ready();
		$one   = $this->plan( array( array(), array() ) );
		$two   = $this->plan( array( array(), array() ) );
		$three = $this->plan( array( array(), array( 'fields' => '[{"field":"name"}]' ) ) );
		self::assertSame( $this->view( $one )['hash'], $this->view( $two )['hash'] );
		self::assertNotSame( $this->view( $one )['hash'], $this->view( $three )['hash'] );
	}

	public function test_a_plan_is_applied_once(): void {
		$this->ready();
		$id   = $this->plan( array( array(), array() ) );
		$told = array();
		$hear = static function ( $plan ) use ( &$told ): void {
			$told[] = array( current_action(), $plan );
		};
		add_action( 'unopim_connector_before_apply', $hear );
		add_action( 'unopim_connector_after_apply', $hear );
		$apply = $this->rest( 'POST', "/plans/{$id}/apply" );
		self::assertSame( array( 201, 'apply', $id, 'default', 'en_US' ), array( $apply->get_status(), $apply->get_data()['job']['kind'], $apply->get_data()['job']['plan'], $apply->get_data()['job']['channel'], $apply->get_data()['job']['locale'] ) );
		self::assertSame( 'applying', $this->view( $id )['state'] );
		self::assertTrue( $this->rest( 'POST', "/plans/{$id}/apply" )->get_data()['joined'] );
		$this->refused( $this->rest( 'DELETE', "/plans/{$id}" ), 'plan_busy' );
		$rows = $this->rest( 'GET', "/plans/{$id}/operations" )->get_data();
		self::change( 'operations', $rows[0]['row'], array( 'outcome' => 'applied' ) );
		self::change( 'operations', $rows[1]['row'], array( 'outcome' => 'failed' ) );
		$engine = $this->end( $apply->get_data()['id'] );
		remove_action( 'unopim_connector_before_apply', $hear );
		remove_action( 'unopim_connector_after_apply', $hear );
		self::assertSame( array( 'apply', $id ), array( $engine->told[0]['run']['job']['kind'], $engine->told[0]['run']['job']['plan'] ) );
		self::assertSame( array( array( 'unopim_connector_before_apply', $id ), array( 'unopim_connector_after_apply', $id ) ), $told );
		$this->refused( $this->rest( 'POST', "/plans/{$id}/apply" ), 'plan_applied' );
	}

	public function test_what_was_left_of_a_plan_can_be_applied_again(): void {
		$this->ready();
		$id = $this->plan( array( array(), array() ) );
		$this->end( $this->rest( 'POST', "/plans/{$id}/apply" )->get_data()['id'], 'done_with_errors' );
		self::assertSame( 'ready', $this->view( $id )['state'], 'both operations are still planned' );
		self::assertSame( 201, $this->rest( 'POST', "/plans/{$id}/apply" )->get_status() );
	}

	public function test_a_plan_is_refused_as_a_whole_after_a_change_of_the_mapping(): void {
		$this->ready();
		$id = $this->plan( array( array() ) );
		$this->rest( 'PUT', '/mapping/core', array( 'core' => array( 'name' => array( 'attribute' => 'title' ) ) ) );
		self::assertSame( 'outdated', $this->view( $id )['state'] );
		$this->refused( $this->rest( 'POST', "/plans/{$id}/apply" ), 'plan_outdated' );
	}

	public function test_a_plan_expires_after_seven_days(): void {
		$this->ready();
		$id = $this->plan( array( array() ) );
		self::change( 'runs', $id, array( 'finished_at' => gmdate( 'Y-m-d H:i:s', time() - 7 * 86400 - 60 ) ) );
		$this->refused( $this->rest( 'POST', "/plans/{$id}/apply" ), 'plan_expired' );
		self::service( RunTrimmer::class )->run( 14, 30 );
		self::assertSame( array( 404, 0 ), array( $this->rest( 'GET', "/plans/{$id}" )->get_status(), self::service( Plans::class )->count( $id ) ) );
	}

	public function test_the_trimmer_spares_what_is_being_taken_back(): void {
		$this->ready();
		$id = $this->start()['id'];
		self::insert( 'operations', array( 'run_id' => $id, 'n' => 1, 'entity' => 'product', 'item_key' => 'mug', 'action' => 'update', 'outcome' => 'done', 'fields' => '[]', 'created_at' => '2026-01-01 00:00:00' ) );
		$this->end( $id );
		self::change( 'runs', $id, array( 'finished_at' => '2020-01-01 00:00:00' ) );
		$undo = $this->rest( 'POST', "/runs/{$id}/undo" )->get_data()['id'];
		self::service( RunTrimmer::class )->run( 14, 30 );
		self::assertSame( 1, self::service( Plans::class )->count( $id ) );
		$this->end( $undo );
		self::service( RunTrimmer::class )->run( 14, 30 );
		self::assertSame( 0, self::service( Plans::class )->count( $id ) );
	}

	public function test_pull_off_and_dry_run_block_apply(): void {
		$this->ready();
		$id = $this->plan( array( array() ) );
		$this->rest( 'PUT', '/settings', array( 'dry_run' => true ) );
		$this->refused( $this->rest( 'POST', "/plans/{$id}/apply" ), 'dry_run' );
		$this->rest( 'PUT', '/settings', array( 'dry_run' => false ) );
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'default', 'pull' => false ) ) ) );
		$this->refused( $this->rest( 'POST', "/plans/{$id}/apply" ), 'direction_off' );
		foreach ( array( 'deletions', 'images' ) as $kind ) {
			$this->refused( $this->rest( 'POST', '/runs', array( 'host' => 'server', 'job' => array( 'kind' => $kind, 'channel' => 'default' ) ) ), 'direction_off' );
		}
		$this->refused( $this->rest( 'POST', '/plans', array( 'job' => array( 'kind' => 'pull', 'channel' => 'default' ) ) ), 'direction_off' );
	}

	public function test_a_plan_can_be_discarded(): void {
		$this->ready();
		$id = $this->plan( array( array() ) );
		self::assertSame( array( 'discarded' => true ), $this->rest( 'DELETE', "/plans/{$id}" )->get_data() );
		self::assertSame( array( 404, 0 ), array( $this->rest( 'GET', "/plans/{$id}" )->get_status(), self::service( Plans::class )->count( $id ) ) );
	}
}
