<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Cli\Commands;
use UnoPim\Connector\Cli\Console;
use UnoPim\Connector\Logs\LogWriter;
use UnoPim\Connector\Tests\WordPress\Support\FakeUnoPim;
use UnoPim\Connector\Tests\WordPress\Support\Frames;
use UnoPim\Connector\Tests\WordPress\Support\CommandTestCase;

/** What `wp unopim …` does. */
final class CommandsTest extends CommandTestCase {

	public function test_every_command_is_there_with_a_sentence_about_it(): void {
		defined( 'WP_CLI' ) || define( 'WP_CLI', true );
		$described = array();
		( new Commands( static fn( $class ) => self::service( $class ) ) )->register();
		foreach ( array_keys( Commands::ALL ) as $name ) {
			self::assertArrayHasKey( "unopim {$name}", \WP_CLI::$commands );
			list( $class, $method ) = Commands::ALL[ $name ];
			self::assertInstanceOf( $class, self::service( $class ) );
			$described[] = ( new \ReflectionMethod( $class, $method ) )->getDocComment();
		}
		self::assertNotContains( false, $described );
		self::assertSame( '<id> [--format[=<format>]] [--yes]', \WP_CLI::$about['unopim run show']['synopsis'] );
		\WP_CLI::$exit = 0;
		( \WP_CLI::$commands['unopim run show'] )( array( '999999' ), array() );
		self::assertSame( Console::FAILED, \WP_CLI::$exit );
		( \WP_CLI::$commands['unopim log list'] )( array(), array() );
	}

	/** @dataProvider pulls @param array<string,mixed> $options @param array<string,mixed> $job */
	public function test_a_pull_is_driven_to_its_end( array $options, array $job ): void {
		$this->ready( array( 'default' => array() ) );
		self::assertSame( Console::DONE, $this->wp( 'pull', array(), $options ), implode( "\n", \WP_CLI::$errors ) );
		$run = $this->last_run();
		self::assertSame( array( 'done', 'cli', 'default' ), array( $run['status'], $run['origin'], $run['job']['channel'] ) );
		self::assertSame( $job, array_intersect_key( $run['job'], $job ) );
		self::assertStringContainsString( 'done', end( \WP_CLI::$lines ) );
	}

	/** @return array<array{array<string,mixed>,array<string,mixed>}> */
	public static function pulls(): array {
		return array(
			array( array(), array( 'locale' => 'en_US', 'scope' => 'changes', 'dry' => false ) ),
			array( array( 'full' => true, 'locale' => 'de_DE' ), array( 'locale' => 'de_DE', 'scope' => 'full' ) ),
			array( array( 'sku' => 'mug, tee', 'dry-run' => true ), array( 'scope' => 'one', 'dry' => true, 'skus' => array( 'mug', 'tee' ) ) ),
			array( array( 'entity' => 'category', 'code' => 'men' ), array( 'scope' => 'one', 'skus' => array(), 'categories' => array( 'men' ) ) ),
		);
	}

	public function test_a_pull_drives_the_further_languages_too(): void {
		$this->ready( array( 'default' => array() ) );
		$this->script = static fn( $frame ) => match ( $frame['run']['job']['locale'] ?? '' ) {
			'en_US' => Frames::done( 'done', array( 'watermark' => null, 'then' => array( 'fr_FR', 'de_DE' ) ) ),
			'fr_FR' => Frames::done( 'done_with_errors' ),
			default => Frames::done(),
		};
		self::assertSame( Console::PARKED, $this->wp( 'pull', array(), array( 'full' => true ) ), 'the worst of them' );
		$runs = array_map( static fn( $run ) => array( $run['job']['locale'], $run['job']['scope'], $run['status'] ), $this->rest( 'GET', '/runs' )->get_data() );
		self::assertSame( array( array( 'de_DE', 'full', 'done' ), array( 'fr_FR', 'full', 'done_with_errors' ), array( 'en_US', 'full', 'done' ) ), $runs );
	}

	public function test_without_a_channel_every_channel_is_pulled(): void {
		$this->ready();
		self::assertSame( Console::DONE, $this->wp( 'pull' ) );
		self::assertSame( array( 'web', 'default' ), array_map( static fn( $run ) => $run['job']['channel'], $this->rest( 'GET', '/runs' )->get_data() ) );
	}

	/** @return array<string,array{array<string,mixed>,array<string,mixed>}> */
	public static function pushes(): array {
		return array(
			'everything' => array( array(), array( 'scope' => 'all', 'dry' => false ) ),
			'some'       => array( array( 'categories' => true, 'products' => true ), array( 'scope' => 'all', 'entities' => array( 'product', 'category' ), 'dry' => false ) ),
			'one'        => array( array( 'id' => '5, 6' ), array( 'scope' => 'one', 'ids' => array( 'product' => array( 5, 6 ) ), 'dry' => false ) ),
			'the queue'  => array( array( 'queue' => true, 'dry-run' => true ), array( 'scope' => 'queue', 'dry' => true ) ),
		);
	}

	/**
	 * @dataProvider pushes
	 * @param array<string,mixed> $options
	 * @param array<string,mixed> $job
	 */
	public function test_a_push_is_driven_to_its_end( array $options, array $job ): void {
		$this->ready( array( 'default' => array( 'push' => true ) ) );
		self::assertSame( 0, $this->wp( 'push', array(), $options ) );
		self::assertEquals( array( 'kind' => 'push', 'channel' => 'default', 'locale' => 'en_US' ) + $job, json_decode( (string) wp_json_encode( $this->last_run()['job'] ), true ) );
		self::assertSame( 0, $this->wp( 'plan push', array(), $options ) );
		self::assertTrue( $this->last_run()['dry'] );
	}

	public function test_a_push_says_why_it_cannot_start(): void {
		$this->ready();
		self::assertSame( 1, $this->wp( 'push' ) );
		self::assertStringContainsString( 'No channel of this site has Push on', \WP_CLI::$errors[0] );
		self::assertSame( 1, $this->wp( 'push', array(), array( 'id' => 'mug' ) ) );
	}

	public function test_exit_codes_tell_how_it_ended(): void {
		$this->ready( array( 'default' => array() ) );
		$this->script = static fn() => Frames::done( 'done_with_errors' );
		self::assertSame( Console::PARKED, $this->wp( 'pull' ) );
		$this->script = static fn() => Frames::done( 'failed' );
		self::assertSame( Console::FAILED, $this->wp( 'pull' ) );
		self::assertSame( Console::FAILED, $this->wp( 'pull', array(), array( 'entity' => 'coupon', 'code' => 'x' ) ) );
		self::assertStringContainsString( '--entity', \WP_CLI::$errors[0] );
		$other = $this->start( array( 'scope' => 'full' ) )['id'];
		self::assertSame( Console::BLOCKED, $this->wp( 'pull' ), 'another run is in the way' );
		self::assertStringContainsString( "Run {$other}", \WP_CLI::$errors[0] );
		self::assertCount( 3, $this->rest( 'GET', '/runs' )->get_data(), 'and none lines up behind it' );
		$this->rest( 'POST', "/runs/{$other}/cancel" );
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'default', 'pull' => false ) ) ) );
		self::assertSame( Console::FAILED, $this->wp( 'pull', array(), array( 'channel' => 'default' ) ) );
		self::assertStringContainsString( 'direction_off', \WP_CLI::$errors[0] );
	}

	public function test_a_wait_is_waited_for(): void {
		$this->ready( array( 'default' => array() ) );
		$this->script = static fn( $frame, $n ) => 1 === $n ? Frames::step( array( array( 'id' => 1, 'do' => 'wait', 'seconds' => 6, 'reason' => 'throttled' ) ) ) : Frames::done();
		$begun        = time();
		self::assertSame( Console::DONE, $this->wp( 'pull' ) );
		self::assertGreaterThanOrEqual( 6, time() - $begun );
	}

	public function test_the_guard_holds_and_is_answered(): void {
		$this->ready( array( 'default' => array() ) );
		$this->script = static fn( $frame ) => isset( $frame['run']['answers']['delete:product'] ) ? Frames::done() : Frames::step( array( array( 'id' => 1, 'do' => 'ask', 'question' => 'delete:product', 'entity' => 'product', 'count' => 51, 'linked' => 100, 'keys' => array( 'mug' ) ) ) );
		self::assertSame( Console::BLOCKED, $this->wp( 'deletions', array(), array( 'apply' => true ) ) );
		$run = $this->last_run();
		self::assertSame( array( 'deletions', false, 'waiting' ), array( $run['job']['kind'], $run['dry'], $run['status'] ) );
		self::assertStringContainsString( "wp unopim run answer {$run['id']}", end( \WP_CLI::$lines ) );
		self::assertSame( Console::FAILED, $this->wp( 'run answer', array( (string) $run['id'], 'perhaps' ) ) );
		self::assertSame( Console::DONE, $this->wp( 'run answer', array( (string) $run['id'], 'delete' ) ) );
		$this->script = static fn() => Frames::done();
		self::assertSame( Console::DONE, $this->wp( 'deletions' ) );
		self::assertTrue( $this->last_run()['dry'], 'without --apply it only looks' );
	}

	public function test_a_plan_is_shown_and_applied(): void {
		$this->ready( array( 'default' => array() ) );
		self::assertSame( Console::DONE, $this->wp( 'plan pull', array(), array( 'full' => true ) ) );
		self::assertTrue( $this->last_run()['dry'] );
		$id = $this->plan( array( array( 'item_key' => 'mug', 'fields' => '[{"field":"name","old":"Cup","new":"Mug","reason":"unopim_changed","write":true}]' ) ) );
		$this->wp( 'plan show', array( (string) $id ), array( 'format' => 'json' ) );
		self::assertSame( array( 'json', array( array( 'entity' => 'product', 'key' => 'mug', 'action' => 'update', 'field' => 'name', 'old' => 'Cup', 'new' => 'Mug', 'reason' => 'unopim_changed' ) ) ), array_slice( \WP_CLI::$tables[0], 0, 2 ) );
		$this->wp( 'plan list' );
		self::assertSame( array( $id, 'ready' ), array( (int) \WP_CLI::$tables[0][1][0]['id'], \WP_CLI::$tables[0][1][0]['state'] ) );
		Console::$answer = static fn() => "n\n";
		self::assertSame( Console::FAILED, $this->wp( 'apply', array( (string) $id ) ), 'not without being asked' );
		self::assertStringContainsString( '1 operations', \WP_CLI::$lines[0] );
		self::assertSame( Console::DONE, $this->wp( 'apply', array( (string) $id ), array( 'yes' => true ) ) );
		self::assertSame( 'apply', $this->last_run()['job']['kind'] );
	}

	public function test_one_product_is_compared(): void {
		$this->ready( array( 'default' => array() ) );
		self::assertSame( Console::DONE, $this->wp( 'diff', array( 'mug' ) ) );
		self::assertSame( array( true, array( 'mug' ) ), array( $this->last_run()['dry'], $this->last_run()['job']['skus'] ) );
		self::assertSame( Console::FAILED, $this->wp( 'diff' ) );
	}

	public function test_runs_are_listed_stopped_resumed_and_taken_back(): void {
		$this->ready( array( 'default' => array() ) );
		$id = $this->start()['id'];
		self::insert( 'operations', array( 'run_id' => $id, 'n' => 1, 'entity' => 'product', 'item_key' => 'mug', 'action' => 'update', 'outcome' => 'done', 'fields' => '[]', 'created_at' => '2026-01-01 00:00:00' ) );
		self::assertSame( Console::DONE, $this->wp( 'run stop', array( (string) $id ) ) );
		$this->wp( 'run list', array(), array( 'active' => true, 'format' => 'csv' ) );
		self::assertSame( array( 'csv', (string) $id, 'stopped' ), array( \WP_CLI::$tables[0][0], \WP_CLI::$tables[0][1][0]['id'], \WP_CLI::$tables[0][1][0]['status'] ) );
		self::assertSame( Console::DONE, $this->wp( 'run resume', array( (string) $id ) ) );
		self::assertSame( 'done', $this->row( $id )->status );
		self::assertSame( Console::DONE, $this->wp( 'run show', array( (string) $id ) ) );
		self::assertSame( Console::DONE, $this->wp( 'undo', array( (string) $id ), array( 'yes' => true ) ) );
		self::assertSame( Console::FAILED, $this->wp( 'run undo', array( (string) $id ), array( 'yes' => true ) ) );
		self::assertStringContainsString( 'already_undone', \WP_CLI::$errors[0] );
		self::assertSame( Console::FAILED, $this->wp( 'run show', array( 'x' ) ) );
		self::assertSame( Console::FAILED, $this->wp( 'run list', array(), array( 'format' => 'xml' ) ) );
	}

	public function test_waiting_items_are_listed_and_decided(): void {
		$this->ready( array( 'default' => array() ) );
		$held   = self::item( array( 'lane' => 'held', 'state' => 'open', 'body' => '{"fields":[{"field":"name","shop":"Cup","unopim":"Mug"},{"field":"weight","shop":"1","unopim":"2"}]}' ) );
		$parked = self::item( array( 'error_code' => 'sku_taken', 'body' => '{"message":"Taken."}' ) );
		$this->wp( 'review list' );
		self::assertSame( array( 'name', 'weight' ), array_column( \WP_CLI::$tables[0][1], 'field' ) );
		self::assertSame( Console::FAILED, $this->wp( 'review resolve', array( (string) $held ) ) );
		self::assertSame( Console::DONE, $this->wp( 'review resolve', array( (string) $held ), array( 'choice' => 'unopim', 'field' => 'weight' ) ) );
		self::assertSame( '{"mug":{"weight":"unopim"}}', json_encode( $this->last_run()['job']['choices'] ) );
		$this->wp( 'parked list' );
		self::assertSame( array( 'sku_taken', 'Taken.' ), array( \WP_CLI::$tables[0][1][0]['code'], \WP_CLI::$tables[0][1][0]['message'] ) );
		self::assertSame( Console::DONE, $this->wp( 'parked retry', array( (string) $parked ) ) );
		self::assertSame( Console::DONE, $this->wp( 'parked retry', array(), array( 'all' => true ) ) );
		self::assertSame( Console::FAILED, $this->wp( 'link add', array( 'mug', '999999' ) ) );
		self::assertSame( Console::FAILED, $this->wp( 'link remove', array( '999999' ) ) );
		self::assertSame( Console::FAILED, $this->wp( 'link adopt', array( 'nothing' ) ) );
		self::assertSame( Console::FAILED, $this->wp( 'link list', array(), array( 'state' => 'lost' ) ) );
		self::assertSame( Console::DONE, $this->wp( 'link list', array(), array( 'state' => 'gone' ) ) );
	}

	public function test_the_image_queue_is_steered(): void {
		$this->ready( array( 'default' => array() ) );
		$this->wp( 'media pause' );
		self::assertSame( 'yes', \WP_CLI::$tables[0][1][0]['paused'] );
		self::assertSame( Console::FAILED, $this->wp( 'media run' ) );
		$this->wp( 'media resume' );
		self::assertSame( Console::DONE, $this->wp( 'media run' ) );
		self::assertSame( 'images', $this->last_run()['job']['kind'] );
		self::assertSame( array( Console::DONE, Console::DONE ), array( $this->wp( 'media retry' ), $this->wp( 'media status' ) ) );
	}

	public function test_jobs_channels_and_mapping_are_set_up(): void {
		$this->ready( array( 'default' => array() ) );
		self::assertSame( Console::DONE, $this->wp( 'channel set', array( 'default' ), array( 'pull' => 'on', 'interval' => 'daily', 'cooldown' => '30', 'root-only' => 'true' ) ), implode( '', \WP_CLI::$errors ) );
		$row = $this->rest( 'GET', '/channels' )->get_data()[0];
		self::assertSame( array( true, 'daily', 30, true ), array( $row['pull'], $row['interval'], $row['cooldown'], $row['root_only'] ) );
		self::assertSame( Console::FAILED, $this->wp( 'channel set', array( 'default' ), array( 'interval' => 'never' ) ) );
		self::assertSame( Console::FAILED, $this->wp( 'channel set', array( 'nowhere' ) ) );
		self::assertSame( array( Console::DONE, Console::DONE ), array( $this->wp( 'channel refresh' ), $this->wp( 'channel list' ) ) );
		self::assertSame( Console::DONE, $this->wp( 'job disable', array( 'channel-default' ) ) );
		self::assertSame( 'no', \WP_CLI::$tables[0][1][0]['enabled'] );
		self::assertSame( array( Console::DONE, Console::DONE ), array( $this->wp( 'job enable', array( 'channel-default' ) ), $this->wp( 'job list' ) ) );
		self::assertSame( Console::DONE, $this->wp( 'job run', array( 'channel-default' ) ) );
		self::assertSame( 'changes', $this->last_run()['job']['scope'] );
		$this->wp( 'job list' );
		self::assertContains( 'deletion-check', array_column( \WP_CLI::$tables[0][1], 'id' ) );
		self::assertSame( Console::DONE, $this->wp( 'job run', array( 'deletion-check' ) ) );
		self::assertSame( 'deletions', $this->last_run()['job']['kind'] );
		self::assertSame( Console::FAILED, $this->wp( 'job run', array( 'image-queue' ) ), 'nothing waits' );
		$file = (string) tempnam( sys_get_temp_dir(), 'map' );
		file_put_contents( $file, '{"version":1,"core":{"sku":{"attribute":"sku"}}}' );
		self::assertSame( Console::DONE, $this->wp( 'mapping import', array( $file ), array( 'yes' => true ) ) );
		$this->wp( 'mapping export' );
		self::assertSame( 'sku', json_decode( \WP_CLI::$lines[0] )->core->sku->attribute );
		file_put_contents( $file, 'no json' );
		self::assertSame( Console::FAILED, $this->wp( 'mapping import', array( $file ) ) );
		unlink( $file );
	}

	public function test_secrets_are_asked_for_and_never_given_as_arguments(): void {
		$options = array( 'address' => $this->unopim()->url, 'client-id' => FakeUnoPim::CREDENTIALS['client_id'], 'username' => FakeUnoPim::CREDENTIALS['username'] );
		self::assertSame( Console::FAILED, $this->wp( 'connect', array(), $options + array( 'password' => 'x' ) ) );
		self::assertStringContainsString( '--password', \WP_CLI::$errors[0] );
		$this->secrets = array( 'client_secret' => FakeUnoPim::CREDENTIALS['client_secret'], 'password' => 'wrong' );
		self::assertSame( Console::FAILED, $this->wp( 'connect', array(), $options ) );
		$this->secrets['password'] = FakeUnoPim::CREDENTIALS['password'];
		self::assertSame( Console::DONE, $this->wp( 'connect', array(), $options ), implode( '', \WP_CLI::$errors ) );
		self::assertSame( 'connected', $this->rest( 'GET', '/connection' )->get_data()['state'] );
		self::assertSame( Console::DONE, $this->wp( 'status' ) );
		self::assertNotEmpty( \WP_CLI::$tables[0][1] );
		$this->wp( 'doctor', array(), array( 'repair' => true ) );
		self::assertContains( 'lookup', array_column( \WP_CLI::$tables[0][1], 'id' ) );
		self::assertSame( Console::DONE, $this->wp( 'disconnect', array(), array( 'yes' => true ) ) );
		self::assertSame( Console::FAILED, $this->wp( 'status' ) );
	}

	public function test_a_new_secret_is_shown_once(): void {
		self::assertSame( Console::DONE, $this->wp( 'webhook secret', array(), array( 'yes' => true ) ) );
		$secret = \WP_CLI::$lines[0];
		self::assertMatchesRegularExpression( '/^whsec_[0-9a-f]{48}$/', $secret );
		self::assertStringNotContainsString( $secret, self::stored() );
	}

	public function test_the_log_is_listed_exported_and_emptied(): void {
		self::service( LogWriter::class )->write( array( 'level' => 'error', 'op' => 'pull', 'message' => '=1' ) );
		self::service( LogWriter::class )->write( array( 'level' => 'info', 'op' => 'pull', 'message' => 'two' ) );
		foreach ( array( 'log list', 'logs' ) as $name ) {
			$this->wp( $name, array(), array( 'level' => 'error' ) );
			self::assertSame( array( '=1' ), array_column( \WP_CLI::$tables[0][1], 'message' ), $name );
		}
		ob_start();
		$this->wp( 'log export', array(), array( 'level' => 'error' ) );
		self::assertStringContainsString( "\"'=1\"", (string) ob_get_clean() );
		self::assertSame( Console::DONE, $this->wp( 'log flush', array(), array( 'yes' => true ) ) );
		self::assertCount( 1, $this->rest( 'GET', '/logs' )->get_data() );
	}
}
