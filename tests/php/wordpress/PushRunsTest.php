<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Jobs\Queues;
use UnoPim\Connector\Jobs\Scheduler;
use UnoPim\Connector\Platform\Options;
use UnoPim\Connector\Push\Queue;
use UnoPim\Connector\Run\RunRepository;
use UnoPim\Connector\Tests\WordPress\Support\Frames;
use UnoPim\Connector\Tests\WordPress\Support\RunTestCase;

/** Pushes start where they may, by hand, by the clock and by the queue, and are told what they send for. */
final class PushRunsTest extends RunTestCase {

	private const BOTH = array( 'default' => array( 'push' => true, 'push_images' => true, 'cooldown' => 30 ), 'web' => array( 'push' => true ) );

	/** @param array<string,mixed> $job */
	private function ask( array $job = array() ): \WP_REST_Response {
		return $this->rest( 'POST', '/runs', array( 'host' => 'server', 'job' => $job + array( 'kind' => 'push' ) ) );
	}

	/** @return array<array{string,string,bool}> kind, scope and whether it is dry, the oldest first */
	private function started(): array {
		return array_reverse( array_map( static fn( $run ) => array( $run['job']['kind'], $run['job']['scope'] ?? '', $run['dry'] ), $this->rest( 'GET', '/runs?per_page=100' )->get_data() ) );
	}

	private function queue(): void {
		self::service( Queue::class )->again( 'product', 55 );
	}

	public function test_a_push_is_one_run_for_all_channels_of_its_site(): void {
		$this->ready( self::BOTH );
		$this->rest( 'PUT', '/settings', array( 'writeback_delete' => true, 'default_family' => 'shirts' ) );
		add_filter( 'unopim_connector_cooldown_seconds', $cooldown = static fn( $seconds, $channel ) => 'web' === $channel ? 9999 : $seconds, 10, 2 );
		$id     = $this->ask( array( 'channel' => 'web', 'scope' => 'one', 'ids' => array( 'product' => array( 5, 5 ) ) ) )->get_data()['id'];
		$engine = $this->drive( $id, static fn() => Frames::done() );
		remove_filter( 'unopim_connector_cooldown_seconds', $cooldown );
		$run = $engine->told[0]['run'];
		self::assertSame( array( 'kind' => 'push', 'channel' => 'default', 'locale' => 'en_US', 'scope' => 'one', 'ids' => array( 'product' => array( 5 ) ), 'dry' => false ), $run['job'] );
		self::assertSame( array( 'default', 'web' ), array_column( $run['channels'], 'channel' ) );
		self::assertSame( $run['settings'], $run['channels'][0] );
		self::assertSame( array( true, true, 30, 'shirts' ), array( $run['settings']['push_images'], $run['settings']['writeback_delete'], $run['settings']['cooldown_seconds'], $run['settings']['default_family'] ) );
		self::assertSame( 3600, $run['channels'][1]['cooldown_seconds'] );
	}

	public function test_it_is_told_what_it_is_about_to_delete_and_that_outdates_no_plan(): void {
		$this->ready( self::BOTH );
		$this->rest( 'PUT', '/settings', array( 'writeback_delete' => true ) );
		$plan = $this->ask( array( 'dry' => true ) )->get_data()['id'];
		$this->end( $plan );
		foreach ( array( 5 => 'mug', 6 => 'cup' ) as $id => $code ) {
			self::insert( 'links', array( 'entity' => 'product', 'channel' => 'default', 'code' => $code, 'shop_id' => $id, 'bases' => '{}', 'created_at' => gmdate( 'Y-m-d H:i:s' ) ) );
		}
		self::service( Queue::class )->add( array( array( 'entity' => 'product', 'id' => 5, 'body' => array( 'change' => 'deleted', 'links' => array( array( 'channel' => 'default', 'code' => 'mug' ) ), 'kind' => 'simple' ) ) ) );
		$this->queue();
		foreach ( array( array( 'old', 'delete', 'done', '2020-01-01 00:00:00' ), array( 'tee', 'delete', 'done', gmdate( 'Y-m-d H:i:s' ) ), array( 'tee', 'delete', 'done', gmdate( 'Y-m-d H:i:s' ) ), array( 'no', 'update', 'done', gmdate( 'Y-m-d H:i:s' ) ) ) as $n => list( $key, $action, $outcome, $at ) ) {
			self::insert( 'operations', array( 'run_id' => 1, 'n' => $n, 'entity' => 'product', 'item_key' => $key, 'channel' => 'default', 'action' => $action, 'side' => 'unopim', 'outcome' => $outcome, 'fields' => '[]', 'created_at' => $at ) );
		}
		$run = $this->drive( $this->ask()->get_data()['id'], static fn() => Frames::done() )->told[0]['run'];
		self::assertSame( array( 'product' => array( 'recent' => 1, 'waiting' => 1, 'linked' => 2, 'keys' => array( 'mug' ) ) ), $run['settings']['deletions'] );
		self::assertSame( 'ready', $this->rest( 'GET', "/plans/{$plan}" )->get_data()['state'] );
		$id = $this->ask( array( 'scope' => 'all' ) )->get_data()['id'];
		$this->drive( $id, static fn() => Frames::step( array( array( 'id' => 1, 'do' => 'ask', 'question' => 'delete:product', 'entity' => 'product', 'count' => 60, 'linked' => 200, 'keys' => array( 'mug' ) ) ) ) );
		$row = $this->rest( 'GET', "/logs?run={$id}" )->get_data()[0];
		self::assertSame( array( 'waiting', 'to_unopim', '60 of 200 linked items were deleted in the shop within an hour. None is deleted in UnoPim before somebody has answered.' ), array( $this->row( $id )->status, $row['dir'], $row['message'] ) );
	}

	public function test_it_starts_only_where_it_may(): void {
		$this->refused( $this->ask(), 'not_connected', 409, null );
		$this->ready( array( 'default' => array(), 'web' => array( 'pull' => false ) ) );
		$this->refused( $this->ask(), 'no_channel' );
		$this->refused( $this->ask( array( 'channel' => 'web' ) ), 'direction_off' );
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'web', 'push' => true ) ) ) );
		self::assertSame( 'web', $this->ask()->get_data()['job']['channel'], 'Pull may be off' );
		$this->refused( $this->ask( array( 'channel' => 'default' ) ), 'direction_off' );
	}

	public function test_a_switch_that_is_turned_off_ends_a_push_before_its_next_step(): void {
		$this->ready( self::BOTH );
		$id = $this->ask()->get_data()['id'];
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'default', 'push' => false ) ) ) );
		$this->drive( $id, static fn() => Frames::step( array( array( 'id' => 1, 'do' => 'source.send', 'method' => 'POST', 'path' => 'products', 'body' => null ) ) ) );
		self::assertSame( array( 'failed', 'direction_off' ), array( $this->row( $id )->status, $this->row( $id )->result['error']['code'] ) );
		self::assertSame( array(), array_filter( $this->unopim->seen(), static fn( $request ) => 'POST' === $request['method'] && '/oauth/token' !== $request['path'] ) );
	}

	public function test_one_push_at_a_time_the_same_is_joined_and_another_waits(): void {
		$this->ready( self::BOTH );
		$first = $this->ask()->get_data();
		self::assertTrue( $this->ask( array( 'channel' => 'web' ) )->get_data()['joined'], 'of the same site' );
		$other = $this->ask( array( 'entities' => array( 'category' ), 'scope' => 'all' ) )->get_data();
		self::assertSame( $first['id'], $other['waits_for'] );
		$this->end( $first['id'] );
		self::assertNull( self::service( RunRepository::class )->blocker( $this->row( $other['id'] ) ) );
	}

	public function test_it_waits_for_a_pull_that_works_and_not_for_one_that_waits_for_somebody(): void {
		$this->ready( self::BOTH );
		$pull = $this->start()['id'];
		$push = $this->ask()->get_data();
		self::assertSame( $pull, $push['waits_for'] );
		self::assertSame( $pull, self::service( RunRepository::class )->next_due() );
		self::change( 'runs', $pull, array( 'status' => 'waiting' ) );
		self::assertNull( self::service( RunRepository::class )->blocker( $this->row( $push['id'] ) ) );
		self::assertSame( $push['id'], self::service( RunRepository::class )->next_due() );
		self::assertNotNull( self::service( RunRepository::class )->blocker( $this->row( $this->start( array( 'scope' => 'changes' ) )['id'] ) ), 'another pull does wait' );
	}

	public function test_the_queue_starts_one_run_and_none_while_it_is_empty(): void {
		$this->ready( self::BOTH );
		self::service( Queues::class )->tick();
		self::assertSame( array(), $this->started() );
		$this->queue();
		self::service( Queues::class )->tick();
		self::service( Queues::class )->tick();
		self::assertSame( array( array( 'push', 'queue', false ) ), $this->started() );
		$this->end( $this->rest( 'GET', '/runs' )->get_data()[0]['id'], 'failed' );
		self::service( Queues::class )->tick();
		self::assertCount( 1, $this->started(), 'after one that failed there is a pause' );
		$job = array_column( $this->rest( 'GET', '/jobs' )->get_data(), null, 'id' )['push-queue'];
		self::assertSame( array( 'push_queue', true, 1, 'failed', true ), array( $job['kind'], $job['enabled'], $job['waiting'], $job['last_run']['status'], $job['fixed'] ) );
		self::assertSame( 201, $this->rest( 'POST', '/jobs/push-queue/run' )->get_status() );
	}

	public function test_while_dry_run_is_on_the_queue_is_planned_once_for_what_is_in_it(): void {
		$this->ready( self::BOTH );
		$this->rest( 'PUT', '/settings', array( 'dry_run' => true ) );
		$this->queue();
		for ( $i = 0; $i < 3; $i++ ) {
			self::service( Queues::class )->tick();
			foreach ( $this->rest( 'GET', '/runs?active=1' )->get_data() as $run ) {
				$this->end( $run['id'] );
			}
		}
		self::assertSame( array( array( 'push', 'queue', true ) ), $this->started() );
	}

	public function test_a_job_of_ones_own_pushes_at_its_interval(): void {
		$this->ready( self::BOTH );
		$job = $this->rest( 'POST', '/jobs', array( 'kind' => 'push', 'channel' => 'default', 'entities' => array( 'product' ), 'interval' => 'daily' ) );
		self::assertSame( array( 201, 'push', array( 'product' ), true, false ), array( $job->get_status(), $job->get_data()['kind'], $job->get_data()['entities'], $job->get_data()['own'], $job->get_data()['fixed'] ) );
		self::assertSame( array( 422, 'entities' ), array( ( $again = $this->rest( 'POST', '/jobs', array( 'kind' => 'push', 'channel' => 'default', 'entities' => array( 'product' ) ) ) )->get_status(), $again->get_data()['path'] ) );
		self::assertSame( 'entities', $this->rest( 'POST', '/jobs', array( 'kind' => 'push', 'channel' => 'default', 'entities' => array( 'order' ) ) )->get_data()['path'] );
		self::assertSame( 201, $this->rest( 'POST', '/jobs', array( 'kind' => 'push', 'channel' => 'default', 'entities' => array( 'category', 'attribute' ) ) )->get_status() );
		$options = self::service( Options::class );
		$state   = $options->fresh( 'job_state' );
		$state['own-1']['since'] = time() - 86400;
		$options->write( 'job_state', $state );
		self::service( Scheduler::class )->tick();
		self::assertSame( array( array( 'push', 'all', false ) ), $this->started() );
		self::assertSame( array( 'product' ), $this->rest( 'GET', '/runs' )->get_data()[0]['job']['entities'] );
	}

	public function test_what_was_parked_on_its_way_out_goes_into_the_queue_again(): void {
		$this->ready( self::BOTH );
		$body = (string) wp_json_encode( array( 'dir' => 'to_unopim', 'code' => 'invalid', 'message' => 'x' ) );
		$item = self::item( array( 'item_key' => 'mug', 'shop_id' => 55, 'body' => $body ) );
		self::assertSame( 'unopim', $this->rest( 'GET', '/parked' )->get_data()[0]['side'] );
		$answer = $this->rest( 'POST', "/parked/{$item}/retry" );
		self::assertSame( array( 201, 'push', 'queue' ), array( $answer->get_status(), $answer->get_data()['job']['kind'], $answer->get_data()['job']['scope'] ) );
		self::assertSame( array( 55 => 'waiting' ), self::items( 'push' ) );
		$this->end( $answer->get_data()['id'] );

		self::service( Options::class );
		global $wpdb;
		$wpdb->query( "DELETE FROM {$wpdb->prefix}unopim_items WHERE lane = 'push'" );
		self::change( 'items', $item, array( 'state' => 'retry', 'next_try' => 0 ) );
		self::service( Queues::class )->tick();
		self::assertSame( array( 55 => 'waiting' ), self::items( 'push' ) );
		self::assertSame( array( array( 'push', 'queue', false ), array( 'push', 'queue', false ) ), $this->started(), 'and no pull' );
	}

	public function test_a_choice_for_the_shop_is_sent_after_it_was_noted(): void {
		$this->ready( self::BOTH );
		$body = (string) wp_json_encode( array( 'fields' => array( array( 'field' => 'name' ) ) ) );
		$mug  = self::item( array( 'lane' => 'held', 'state' => 'open', 'item_key' => 'mug', 'shop_id' => 55, 'body' => $body ) );
		$cup  = self::item( array( 'lane' => 'held', 'state' => 'open', 'item_key' => 'cup', 'shop_id' => 56, 'body' => $body ) );
		self::assertSame( 201, $this->rest( 'POST', "/reviews/{$mug}", array( 'all' => 'shop' ) )->get_status() );
		$this->rest( 'POST', "/reviews/{$cup}", array( 'all' => 'unopim' ) );
		self::assertSame( array( 55 => 'waiting' ), self::items( 'push' ) );
	}

	public function test_a_plan_of_a_push_is_applied_and_taken_back_while_push_is_on(): void {
		$this->ready( self::BOTH );
		$plan = $this->ask( array( 'dry' => true ) )->get_data()['id'];
		self::insert( 'operations', array( 'run_id' => $plan, 'n' => 1, 'entity' => 'product', 'item_key' => 'mug', 'channel' => 'default', 'action' => 'update', 'side' => 'unopim', 'outcome' => 'planned', 'fields' => '[]', 'created_at' => gmdate( 'Y-m-d H:i:s' ) ) );
		$this->end( $plan );
		self::assertSame( 'unopim', $this->rest( 'GET', "/plans/{$plan}/operations" )->get_data()[0]['side'] );
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'default', 'push' => false ) ) ) );
		$this->refused( $this->rest( 'POST', "/plans/{$plan}/apply" ), 'direction_off' );
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'default', 'push' => true ) ) ) );
		$apply = $this->rest( 'POST', "/plans/{$plan}/apply", array( 'host' => 'server' ) )->get_data();
		$told  = $this->drive( $apply['id'], static fn() => Frames::done() )->told[0]['run'];
		self::assertSame( array( 'push', 'default', 2 ), array( $told['job']['of'], $told['job']['channel'], count( $told['channels'] ) ) );
		$row = array_values( array_filter( $this->rest( 'GET', "/logs?run={$apply['id']}" )->get_data(), static fn( $row ) => 'run_done' === $row['code'] ) )[0];
		self::assertSame( array( 'push', 'to_unopim' ), array( $row['op'], $row['dir'] ) );
	}

	public function test_a_change_of_any_channel_that_it_sends_for_outdates_a_plan(): void {
		$this->ready( self::BOTH );
		$plan = $this->ask( array( 'dry' => true ) )->get_data()['id'];
		$this->end( $plan );
		self::assertSame( 'ready', $this->rest( 'GET', "/plans/{$plan}" )->get_data()['state'] );
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'default' ), array( 'code' => 'web', 'cooldown' => 5 ) ) ) );
		self::assertSame( 'outdated', $this->rest( 'GET', "/plans/{$plan}" )->get_data()['state'] );
	}
}
