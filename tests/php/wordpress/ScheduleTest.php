<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Jobs\JobBook;
use UnoPim\Connector\Jobs\Queues;
use UnoPim\Connector\Jobs\Scheduler;
use UnoPim\Connector\Platform\Options;
use UnoPim\Connector\Run\ImageLane;
use UnoPim\Connector\Tests\WordPress\Support\RunTestCase;

/** What starts by the clock. */
final class ScheduleTest extends RunTestCase {

	/** @return array<array{string,string,string}> kind or scope, channel and language of the runs, the oldest first */
	private function started(): array {
		return array_reverse( array_map( static fn( $run ) => array( $run['job']['scope'] ?? $run['job']['kind'], $run['job']['channel'], $run['job']['locale'] ), $this->rest( 'GET', '/runs?per_page=100' )->get_data() ) );
	}

	private function tick(): void {
		self::service( Scheduler::class )->tick();
	}

	/** Lets a job's last start lie back. */
	private static function age( string $id, int $seconds ): void {
		$options = self::service( Options::class );
		$state   = $options->fresh( 'job_state' );
		$state[ $id ]['since'] = time() - $seconds;
		$options->write( 'job_state', $state );
	}

	/** @return array<string,mixed> */
	private function job( string $id ): array {
		return array_column( $this->rest( 'GET', '/jobs' )->get_data(), null, 'id' )[ $id ];
	}

	/** @return array<array{string,int}> */
	public static function cadences(): array {
		return array( array( '5min', 300 ), array( '15min', 900 ), array( '30min', 1800 ), array( 'hourly', 3600 ), array( 'twicedaily', 43200 ), array( 'daily', 86400 ) );
	}

	/** @dataProvider cadences */
	public function test_a_channel_pulls_changes_at_its_interval_and_not_at_once( string $interval, int $seconds ): void {
		$this->ready( array( 'default' => array( 'interval' => $interval ), 'web' => array( 'interval' => 'disabled' ) ) );
		$this->tick();
		self::assertSame( array(), $this->started(), 'saving a channel starts no import' );
		self::age( 'channel-default', $seconds - 5 );
		self::age( 'channel-web', 999999 );
		$this->tick();
		self::assertSame( array(), $this->started() );
		self::age( 'channel-default', $seconds );
		$this->tick();
		$this->tick();
		self::assertSame( array( array( 'changes', 'default', 'en_US' ) ), $this->started() );
		$job = $this->job( 'channel-default' );
		self::assertSame( array( 'queued', false, $interval, true ), array( $job['last_run']['status'], $job['own'], $job['interval'], $job['enabled'] ) );
		self::assertEqualsWithDelta( time() + $seconds, strtotime( $job['next_at'] ), 3 );
		self::assertNull( $this->job( 'channel-web' )['next_at'] );
	}

	public function test_missed_ticks_cause_one_run_which_is_not_doubled(): void {
		$this->ready( array( 'default' => array( 'interval' => '5min' ) ) );
		$this->tick();
		self::age( 'channel-default', 86400 );
		$this->tick();
		self::age( 'channel-default', 86400 );
		$this->tick();
		self::assertCount( 1, $this->started(), 'its predecessor runs' );
		$this->end( $this->rest( 'GET', '/runs' )->get_data()[0]['id'] );
		$this->tick();
		$this->tick();
		self::assertCount( 2, $this->started(), 'and then it starts once' );
	}

	public function test_what_is_switched_off_stays_due(): void {
		$this->ready( array( 'default' => array( 'pull' => false ) ) );
		$this->tick();
		self::age( 'channel-default', 86400 );
		$this->tick();
		self::assertSame( array(), $this->started() );
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'default', 'pull' => true ) ) ) );
		$this->tick();
		self::assertCount( 1, $this->started() );
	}

	public function test_a_further_language_has_a_job_of_its_own(): void {
		$this->ready();
		$added = $this->rest( 'POST', '/jobs', array( 'channel' => 'default', 'locale' => 'de_DE', 'interval' => 'daily' ) );
		self::assertSame( array( 201, 'own-1', true, 'daily', true ), array( $added->get_status(), $added->get_data()['id'], $added->get_data()['own'], $added->get_data()['interval'], $added->get_data()['enabled'] ) );
		self::age( 'own-1', 86400 );
		$this->tick();
		self::assertSame( array( array( 'changes', 'default', 'de_DE' ) ), $this->started() );
		self::assertSame( '30min', $this->rest( 'PUT', '/jobs/own-1', array( 'interval' => '30min' ) )->get_data()['interval'] );
		self::assertNull( $this->rest( 'PUT', '/jobs/own-1', array( 'enabled' => false ) )->get_data()['next_at'] );
		self::assertSame( array( 'deleted' => true ), $this->rest( 'DELETE', '/jobs/own-1' )->get_data() );
		self::assertSame( array( 'channel-default', 'channel-web', 'push-queue', 'image-queue', 'deletion-check', 'upkeep' ), array_column( $this->rest( 'GET', '/jobs' )->get_data(), 'id' ) );
		self::assertSame( 'own-2', $this->rest( 'POST', '/jobs', array( 'channel' => 'default', 'locale' => 'de_DE' ) )->get_data()['id'], 'a number is not given twice' );
	}

	public function test_two_jobs_never_become_the_same(): void {
		$this->ready();
		foreach ( array( 'product', 'category' ) as $entity ) {
			self::assertSame( 201, $this->rest( 'POST', '/jobs', array( 'kind' => 'push', 'channel' => 'default', 'entities' => array( $entity ) ) )->get_status() );
		}
		$answer = $this->rest( 'PUT', '/jobs/own-2', array( 'entities' => array( 'product' ) ) );
		self::assertSame( array( 422, 'entities' ), array( $answer->get_status(), $answer->get_data()['path'] ) );
		self::assertSame( array( 'category' ), $this->job( 'own-2' )['entities'] );
		self::assertSame( 'daily', $this->rest( 'PUT', '/jobs/own-1', array( 'interval' => 'daily' ) )->get_data()['interval'], 'it may stay what it is' );
		self::assertSame( array( 'own-1', 'own-2' ), array_values( array_filter( array_column( $this->rest( 'GET', '/jobs' )->get_data(), 'id' ), static fn( $id ) => str_starts_with( $id, 'own' ) ) ), 'and in its place' );
	}

	public function test_a_job_whose_language_became_the_channels_own_can_be_switched_off(): void {
		$this->ready();
		$this->rest( 'POST', '/jobs', array( 'channel' => 'default', 'locale' => 'de_DE', 'interval' => 'daily' ) );
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'default', 'default_locale' => 'de_DE' ) ) ) );
		self::assertFalse( $this->rest( 'PUT', '/jobs/own-1', array( 'enabled' => false ) )->get_data()['enabled'] ?? null );
		self::assertSame( 422, $this->rest( 'PUT', '/jobs/own-1', array( 'locale' => 'de_DE' ) )->get_status(), 'what it is about is checked when somebody names it' );
	}

	public function test_a_shorter_interval_counts_from_the_last_start(): void {
		$this->ready( array( 'default' => array( 'interval' => 'daily' ) ) );
		$this->tick();
		self::age( 'channel-default', 1000 );
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'default', 'interval' => '15min' ) ) ) );
		$this->tick();
		self::assertCount( 1, $this->started() );
		$this->end( $this->rest( 'GET', '/runs' )->get_data()[0]['id'] );
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'default', 'interval' => 'disabled' ) ) ) );
		self::age( 'channel-default', 999999 );
		$this->tick();
		self::assertCount( 1, $this->started() );
	}

	/** @dataProvider bad_jobs @param array<string,mixed> $body */
	public function test_a_bad_job_is_not_saved( string $method, string $route, array $body, int $status, string $path ): void {
		$this->ready();
		$answer = $this->rest( $method, $route, $body );
		self::assertSame( array( $status, $path ), array( $answer->get_status(), $answer->get_data()['path'] ), (string) wp_json_encode( $answer->get_data() ) );
		self::assertCount( 2 + 4, $this->rest( 'GET', '/jobs' )->get_data() );
	}

	/** @return array<array{string,string,array<string,mixed>,int,string}> */
	public static function bad_jobs(): array {
		return array(
			array( 'POST', '/jobs', array( 'channel' => 'nowhere', 'locale' => 'de_DE' ), 422, 'channel' ),
			array( 'POST', '/jobs', array( 'channel' => 'default', 'locale' => 'fr_FR' ), 422, 'locale' ),
			array( 'POST', '/jobs', array( 'channel' => 'default', 'locale' => 'en_US' ), 422, 'locale' ),
			array( 'POST', '/jobs', array( 'channel' => 'default', 'locale' => 'de_DE', 'interval' => 'yearly' ), 422, 'interval' ),
			array( 'POST', '/jobs', array( 'channel' => 'default', 'locale' => 'de_DE', 'enabled' => 'yes' ), 422, 'enabled' ),
			array( 'PUT', '/jobs/channel-default', array( 'interval' => 'daily' ), 422, 'interval' ),
			array( 'DELETE', '/jobs/channel-default', array(), 422, 'id' ),
			array( 'PUT', '/jobs/own-7', array( 'enabled' => true ), 404, 'id' ),
		);
	}

	public function test_a_channels_job_can_be_switched_off_and_run_now(): void {
		$this->ready();
		self::assertFalse( $this->rest( 'PUT', '/jobs/channel-default', array( 'enabled' => false ) )->get_data()['enabled'] );
		$this->tick();
		self::age( 'channel-default', 86400 );
		$this->tick();
		self::assertSame( array(), $this->started() );
		self::assertSame( 201, $this->rest( 'POST', '/jobs/channel-default/run' )->get_status() );
		self::assertSame( 200, $this->rest( 'POST', '/jobs/channel-default/run' )->get_status(), 'the same run is joined' );
		self::assertTrue( $this->rest( 'PUT', '/jobs/channel-default', array( 'enabled' => true ) )->get_data()['enabled'] );
	}

	public function test_deletions_are_looked_for_in_every_channel_that_pulls(): void {
		$this->ready( array( 'default' => array(), 'web' => array( 'pull' => false ) ) );
		self::service( Scheduler::class )->deletions();
		self::service( Scheduler::class )->deletions();
		self::assertSame( array( array( 'deletions', 'default', 'en_US' ) ), $this->started() );
	}

	public function test_skus_of_a_webhook_are_pulled_fifty_at_a_time(): void {
		$this->ready( array( 'default' => array() ) );
		for ( $i = 0; $i < 60; $i++ ) {
			self::item( array( 'lane' => 'pull', 'item_key' => "sku-{$i}", 'state' => 'waiting' ) );
		}
		$queues = self::service( Queues::class );
		$queues->tick();
		$queues->tick();
		$run = $this->rest( 'GET', '/runs' )->get_data();
		self::assertCount( 1, $run );
		self::assertSame( array( 'one', 50, 'webhook' ), array( $run[0]['job']['scope'], count( $run[0]['job']['skus'] ), $run[0]['origin'] ) );
		self::assertSame( array( 'running' => 50, 'waiting' => 10 ), array_count_values( self::items( 'pull' ) ) );
		// A further message about a SKU that is being pulled.
		global $wpdb;
		$wpdb->update( $wpdb->prefix . 'unopim_items', array( 'state' => 'waiting' ), array( 'item_key' => 'sku-7' ) );
		$this->end( $run[0]['id'] );
		self::assertCount( 11, self::items( 'pull' ), 'what was pulled is gone, what is new is not' );
		$queues->tick();
		self::assertCount( 11, $this->rest( 'GET', '/runs' )->get_data()[0]['job']['skus'] );
	}

	public function test_skus_of_a_failed_run_wait_longer_and_are_given_up_at_last(): void {
		$this->ready( array( 'default' => array() ) );
		$item = self::item( array( 'lane' => 'pull', 'state' => 'waiting' ) );
		for ( $try = 1; $try <= 5; $try++ ) {
			self::service( Queues::class )->tick();
			self::assertSame( array( 'mug' => 'running' ), self::items( 'pull' ), "try {$try}" );
			$this->end( $this->rest( 'GET', '/runs' )->get_data()[0]['id'], 'failed' );
			self::service( Queues::class )->tick();
			self::assertCount( $try, $this->rest( 'GET', '/runs' )->get_data(), 'not before its time' );
			self::change( 'items', $item, array( 'next_try' => time() - 1 ) );
		}
		self::assertSame( array(), self::items( 'pull' ) );
	}

	public function test_skus_without_a_channel_are_pulled_for_every_channel(): void {
		$this->ready( array( 'default' => array(), 'web' => array() ) );
		self::item( array( 'lane' => 'pull', 'channel' => '', 'state' => 'waiting' ) );
		self::service( Queues::class )->tick();
		self::assertSame( array( array( 'one', 'default', 'en_US' ), array( 'one', 'web', 'en_US' ) ), $this->started() );
	}

	public function test_parked_items_are_retried_when_they_are_due(): void {
		$this->ready( array( 'default' => array() ) );
		self::item( array( 'state' => 'retry', 'next_try' => time() - 5 ) );
		self::item( array( 'entity' => 'option', 'item_key' => 'color/red', 'state' => 'retry', 'next_try' => time() - 5 ) );
		self::item( array( 'item_key' => 'later', 'state' => 'retry', 'next_try' => time() + 500 ) );
		self::item( array( 'item_key' => 'for-good', 'state' => 'parked' ) );
		self::service( Queues::class )->tick();
		$run = $this->rest( 'GET', '/runs' )->get_data()[0];
		self::assertSame( array( array( 'mug' ), array( 'color' ), 'retry' ), array( $run['job']['skus'], $run['job']['attributes'], $run['origin'] ) );
		$this->end( $run['id'], 'failed' );
		self::service( Queues::class )->tick();
		self::assertCount( 1, $this->rest( 'GET', '/runs' )->get_data(), 'the engine sets the next time; until then nobody takes them again' );
	}

	public function test_images_have_a_run_of_their_own_beside_a_pull_and_can_be_paused(): void {
		$this->ready( array( 'default' => array() ) );
		$this->start();
		self::item( array( 'lane' => 'image', 'state' => 'waiting' ) );
		self::service( ImageLane::class )->pause( true );
		self::service( Queues::class )->tick();
		self::assertCount( 1, $this->started() );
		$this->refused( $this->rest( 'POST', '/runs', array( 'host' => 'server', 'job' => array( 'kind' => 'images', 'channel' => 'default' ) ) ), 'images_paused' );
		$media = $this->rest( 'POST', '/media/resume' )->get_data();
		self::assertSame( array( false, 1 ), array( $media['paused'], $media['counts']['waiting'] ) );
		self::service( Queues::class )->tick();
		self::assertSame( array( 'full', 'images' ), array_column( $this->started(), 0 ) );
		$due = self::service( \UnoPim\Connector\Run\RunRepository::class );
		self::change( 'runs', $due->next_due(), array( 'status' => 'stopped' ) );
		self::assertSame( 'images', $due->find( $due->next_due() )->kind(), 'they wait for no pull' );
	}

	public function test_nothing_starts_while_the_site_is_not_connected(): void {
		$this->ready( array( 'default' => array( 'interval' => '5min' ) ) );
		$this->tick();
		self::age( 'channel-default', 86400 );
		self::item( array( 'lane' => 'pull', 'state' => 'waiting' ) );
		$this->rest( 'DELETE', '/connection' );
		$this->tick();
		self::service( Queues::class )->tick();
		self::assertSame( array(), $this->started() );
		self::assertSame( array( 'mug' => 'waiting' ), self::items( 'pull' ) );
		self::assertArrayHasKey( 'channel-default', self::service( JobBook::class )->all() );
	}
}
