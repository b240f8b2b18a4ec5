<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Logs\LogTrimmer;
use UnoPim\Connector\Logs\LogWriter;
use UnoPim\Connector\Platform\Capability;
use UnoPim\Connector\Platform\Lifecycle;
use UnoPim\Connector\Platform\OptionLock;
use UnoPim\Connector\Platform\Lock;
use UnoPim\Connector\Platform\LockTimeout;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Platform\Services;
use UnoPim\Connector\Platform\Uninstaller;
use UnoPim\Connector\Tests\WordPress\Support\SiteTestCase;

/** What comes with the plugin, and what goes with it. */
final class LifecycleTest extends SiteTestCase {

	protected function tearDown(): void {
		Lifecycle::activate();
		parent::tearDown();
	}

	/** @return array<string> names of everything of ours in the options table */
	private static function options(): array {
		global $wpdb;
		return $wpdb->get_col( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE '%unopim\\_connector%'" );
	}

	public function test_uninstall_keeps_everything_by_default(): void {
		$this->connect();
		$before = self::stored();
		Uninstaller::run();
		self::assertSame( $before, self::stored() );
		self::assertTrue( get_role( 'administrator' )->has_cap( Capability::NAME ) );
	}

	public function test_uninstall_takes_everything_of_ours_when_asked_and_no_content(): void {
		global $wpdb;
		$this->connect();
		$this->rest( 'PUT', '/settings', array( 'remove_data' => true ) );
		set_transient( 'unopim_connector_schedule_checked', '1', 60 );
		$post = wp_insert_post( array( 'post_title' => 'Stays', 'post_status' => 'publish' ) );
		add_post_meta( $post, '_unopim_related_ids', '1,2' );
		add_post_meta( $post, 'other', 'stays' );
		Uninstaller::run();
		self::assertSame( array(), self::options() );
		foreach ( Schema::TABLES as $name ) {
			self::assertFalse( self::service( Schema::class )->exists( $name ), $name );
		}
		self::assertFalse( get_role( 'administrator' )->has_cap( Capability::NAME ) );
		self::assertSame( array( 'Stays', 'stays', '' ), array( get_the_title( $post ), get_post_meta( $post, 'other', true ), get_post_meta( $post, '_unopim_related_ids', true ) ) );
		wp_delete_post( $post, true );
	}

	/** @dataProvider below_minimum */
	public function test_below_the_minimum_the_plugin_stays_inactive_and_says_why( string $woocommerce, string $notice ): void {
		if ( is_file( WP_PLUGIN_DIR . '/woocommerce/woocommerce.php' ) ) {
			self::markTestSkipped( 'This site has a WooCommerce of its own.' );
		}
		$process = proc_open( array( PHP_BINARY, '-d', 'error_reporting=0', __DIR__ . '/processes/below-minimum.php', $woocommerce ), array( 1 => array( 'pipe', 'w' ), 2 => array( 'file', '/dev/null', 'w' ) ), $pipes );
		$found   = json_decode( (string) stream_get_contents( $pipes[1] ), true );
		proc_close( $process );
		self::assertSame( array( '' === $notice, '' === $notice ), array( $found['routes'], $found['hooks'] ) );
		if ( '' === $notice ) {
			self::assertStringNotContainsString( 'UnoPim', $found['notice'] );
		} else {
			self::assertStringContainsString( $notice, $found['notice'] );
		}
	}

	/** @return array<array{string,string}> */
	public static function below_minimum(): array {
		return array( array( 'none', 'needs WooCommerce 9.3 or newer, which is not active' ), array( '9.2.3', 'needs WooCommerce 9.3 or newer; this site has 9.2.3' ), array( '9.3.0', '' ) );
	}

	public function test_every_service_can_be_made(): void {
		foreach ( array_keys( Services::recipes() ) as $name ) {
			self::assertInstanceOf( $name, self::service( $name ) );
		}
	}

	public function test_a_lock_keeps_others_out_and_a_dead_holder_does_not(): void {
		global $wpdb;
		$lock = self::service( Lock::class );
		self::assertInstanceOf( OptionLock::class, $lock );
		$inner = $lock->with(
			'unit',
			1,
			static function () use ( $lock ) {
				try {
					return $lock->with( 'unit', 0.1, static fn() => 'entered twice' );
				} catch ( LockTimeout ) {
					return $lock->with( 'other', 0.1, static fn() => 'only another one' );
				}
			}
		);
		self::assertSame( 'only another one', $inner );
		self::assertSame( 'free again', $lock->with( 'unit', 0.1, static fn() => 'free again' ) );
		try {
			$lock->with( 'unit', 0.1, static fn() => throw new \DomainException() );
		} catch ( \DomainException ) {
			self::assertSame( 'free after a failure', $lock->with( 'unit', 0.1, static fn() => 'free after a failure' ) );
		}
		$wpdb->insert( $wpdb->options, array( 'option_name' => 'unopim_connector_lock_unit', 'option_value' => ( time() - 1 ) . ':dead', 'autoload' => 'off' ) );
		self::assertSame( 'taken over', $lock->with( 'unit', 0.1, static fn() => 'taken over' ) );
		$until = static fn() => (int) $wpdb->get_var( "SELECT option_value FROM {$wpdb->options} WHERE option_name = 'unopim_connector_lock_unit'" );
		self::assertEqualsWithDelta( time() + 5, $lock->with( 'unit', 0.1, $until, 5 ), 1, 'a holder that dies is waited for so long' );
		self::assertSame( array( 'unopim_connector_db_version' ), self::options(), 'no lock is left behind' );
	}

	public function test_old_log_rows_go_and_young_ones_stay(): void {
		global $wpdb;
		$logs = self::service( Schema::class )->table( 'logs' );
		foreach ( array( 31, 29, 0 ) as $days ) {
			self::service( LogWriter::class )->write( array( 'level' => 'info', 'message' => "{$days} days old" ) );
			$wpdb->query( $wpdb->prepare( "UPDATE {$logs} SET created_at = %s WHERE id = %d", gmdate( 'Y-m-d H:i:s', time() - $days * 86400 ), $wpdb->insert_id ) );
		}
		self::assertSame( 1, self::service( LogTrimmer::class )->run( 30 ) );
		self::assertSame( array( '29 days old', '0 days old' ), $wpdb->get_col( "SELECT message FROM {$logs} ORDER BY id" ) );
	}

	public function test_the_log_keeps_its_last_two_hundred_thousand_rows(): void {
		global $wpdb;
		$table = self::service( Schema::class )->table( 'logs' );
		self::service( LogWriter::class )->write( array( 'message' => 'x' ) );
		for ( $rows = 1; $rows <= 200000; $rows *= 2 ) {
			$wpdb->query( "INSERT INTO {$table} (created_at, level, message) SELECT created_at, level, message FROM {$table}" );
		}
		$last = (int) $wpdb->get_var( "SELECT MAX(id) FROM {$table}" );
		self::service( LogTrimmer::class )->run( 30 );
		self::assertSame( array( '200000', (string) $last ), $wpdb->get_row( "SELECT COUNT(*), MAX(id) FROM {$table}", ARRAY_N ), 'the oldest go' );
	}

	public function test_old_runs_and_operations_go_and_what_is_not_over_stays(): void {
		global $wpdb;
		$runs       = self::service( Schema::class )->table( 'runs' );
		$operations = self::service( Schema::class )->table( 'operations' );
		foreach ( array( array( 'pull', 'done', 40 ), array( 'pull', 'done', 20 ), array( 'pull', 'failed', 5 ), array( 'preview', 'done', 8 ), array( 'preview', 'done', 6 ), array( 'pull', 'running', 99 ) ) as $n => list( $kind, $status, $days ) ) {
			$at = gmdate( 'Y-m-d H:i:s', time() - $days * 86400 );
			$wpdb->insert( $runs, array( 'id' => $n + 1, 'job' => '{}', 'kind' => $kind, 'status' => $status, 'created_at' => $at, 'finished_at' => 'running' === $status ? null : $at ) );
			$wpdb->insert( $operations, array( 'run_id' => $n + 1, 'n' => 1, 'entity' => 'product', 'item_key' => 'mug', 'action' => 'update', 'fields' => '[]', 'created_at' => $at ) );
		}
		self::service( \UnoPim\Connector\Run\RunTrimmer::class )->run( 14, 30 );
		self::assertSame( array( '2', '3', '5', '6' ), $wpdb->get_col( "SELECT id FROM {$runs} ORDER BY id" ) );
		self::assertSame( array( '3', '5', '6' ), $wpdb->get_col( "SELECT run_id FROM {$operations} WHERE run_id <> 4 ORDER BY run_id" ) );
	}

	public function test_the_daily_upkeep_probes_a_connected_unopim(): void {
		$upkeep = self::service( \UnoPim\Connector\Jobs\Upkeep::class );
		$upkeep->daily();
		self::assertSame( array(), $this->rest( 'GET', '/runs' )->get_data() );
		$this->connect();
		$upkeep->daily();
		self::assertSame( array( 'probe', 'schedule', 'queued' ), array( $this->rest( 'GET', '/runs' )->get_data()[0]['job']['kind'], $this->rest( 'GET', '/runs' )->get_data()[0]['origin'], $this->rest( 'GET', '/runs' )->get_data()[0]['status'] ) );
	}

	public function test_the_minute_tick_renews_a_token_that_ends(): void {
		$this->unopim()->behave( array( 'expires_in' => 4 ) );
		$this->connect();
		$upkeep = self::service( \UnoPim\Connector\Jobs\Upkeep::class );
		$upkeep->tick();
		self::assertSame( array(), $this->unopim->sign_ins() );
		sleep( 2 );
		$upkeep->tick();
		self::assertSame( 'refresh_token', json_decode( $this->unopim->sign_ins()[0]['body'] )->grant_type );
	}

	public function test_a_log_row_can_be_dropped_or_extended_after_redaction(): void {
		global $wpdb;
		add_filter( 'unopim_connector_log_row', $filter = static fn( $row ) => 'drop' === $row['code'] ? null : array( 'message' => $row['message'] . '!', 'unknown' => 1 ) + $row );
		self::service( LogWriter::class )->write( array( 'code' => 'drop', 'message' => 'a' ) );
		self::service( LogWriter::class )->write( array( 'code' => 'keep', 'message' => 'Bearer abcdefghijkl' ) );
		remove_filter( 'unopim_connector_log_row', $filter );
		self::assertSame( array( 'Bearer •••!' ), $wpdb->get_col( 'SELECT message FROM ' . self::service( Schema::class )->table( 'logs' ) ) );
	}
}
