<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Shop;

use UnoPim\Connector\Jobs\Actions;
use UnoPim\Connector\Jobs\Lane;
use UnoPim\Connector\Jobs\Upkeep;
use UnoPim\Connector\Logs\LogWriter;
use UnoPim\Connector\Platform\Lifecycle;
use UnoPim\Connector\Platform\Options;
use UnoPim\Connector\Tests\WordPress\Support\RunTestCase;

/** Background work through WooCommerce's own Action Scheduler, and WooCommerce's own log. */
final class BackgroundTest extends RunTestCase {

	protected function setUp(): void {
		parent::setUp();
		self::service( Actions::class )->cancel_all();
	}

	protected function tearDown(): void {
		self::service( Actions::class )->cancel_all();
		parent::tearDown();
	}

	/** @return array<string,int> pending actions of ours, by hook */
	private static function pending(): array {
		global $wpdb;
		$rows = $wpdb->get_results( "SELECT a.hook, COUNT(*) AS n FROM {$wpdb->prefix}actionscheduler_actions AS a INNER JOIN {$wpdb->prefix}actionscheduler_groups AS g ON g.group_id = a.group_id WHERE g.slug = 'unopim-connector' AND a.status = 'pending' GROUP BY a.hook", ARRAY_A );
		return array_map( 'intval', array_column( $rows, 'n', 'hook' ) );
	}

	public function test_there_are_never_more_than_five_pending_actions(): void {
		$channels = array();
		for ( $i = 0; $i < 30; $i++ ) {
			$channels[ 0 === $i ? 'default' : ( 1 === $i ? 'web' : "channel_{$i}" ) ] = array( 'interval' => '5min' );
		}
		$this->ready( $channels );
		$this->rest( 'POST', '/jobs', array( 'channel' => 'default', 'locale' => 'de_DE', 'interval' => '5min' ) );
		$upkeep = self::service( Upkeep::class );
		$upkeep->ensure();
		$upkeep->ensure();
		$upkeep->tick();
		$options = self::service( Options::class );
		$options->write( 'job_state', array_map( static fn( $job ) => array( 'since' => time() - 99999 ) + $job, $options->fresh( 'job_state' ) ) );
		for ( $i = 0; $i < 60; $i++ ) {
			self::item( array( 'lane' => 'image', 'item_key' => "sku-{$i}", 'state' => 'waiting' ) );
			self::item( array( 'lane' => 'pull', 'item_key' => "sku-{$i}", 'state' => 'waiting' ) );
			self::item( array( 'item_key' => "sku-{$i}", 'state' => 'retry' ) );
		}
		for ( $minute = 0; $minute < 3; $minute++ ) {
			$upkeep->tick();
			$upkeep->daily();
		}
		self::assertGreaterThan( 4, (int) $this->rest( 'GET', '/runs?active=1' )->get_headers()['X-WP-Total'], 'there is work for several runs' );
		self::assertSame( array( Lane::HOOK => 1, Upkeep::DAILY => 1, Upkeep::TICK => 1 ), self::sorted( self::pending() ) );
		self::assertSame( 3, self::service( Actions::class )->count_pending() );
	}

	/** @param array<string,int> $map @return array<string,int> */
	private static function sorted( array $map ): array {
		ksort( $map );
		return $map;
	}

	public function test_deactivation_takes_the_actions_and_leaves_the_runs(): void {
		$this->ready();
		$id = $this->start()['id'];
		self::service( Upkeep::class )->ensure();
		self::assertNotSame( array(), self::pending() );
		Lifecycle::deactivate();
		self::assertSame( array(), self::pending() );
		self::assertSame( 'queued', $this->row( $id )->status );
		Lifecycle::activate();
		self::service( Upkeep::class )->tick();
		self::assertSame( 1, self::pending()[ Lane::HOOK ] );
	}

	public function test_woocommerces_log_gets_a_line_per_run_and_errors(): void {
		$lines = array();
		$hear  = static function ( $message, $level, $context ) use ( &$lines ) {
			if ( 'unopim-connector' === ( $context['source'] ?? '' ) ) {
				$lines[] = array( $level, $message );
			}
			return null; // Not written to a file.
		};
		add_filter( 'woocommerce_logger_log_message', static fn( $message, $level, $context ) => $hear( $message, $level, $context ), 10, 3 );
		$this->ready();
		$this->end( $this->start()['id'], 'done_with_errors' );
		self::service( LogWriter::class )->write( array( 'level' => 'error', 'op' => 'pull', 'entity' => 'product', 'item_key' => 'mug', 'code' => 'sku_taken', 'message' => 'Bearer abcdefghijkl was sent' ) );
		self::service( LogWriter::class )->write( array( 'level' => 'warn', 'op' => 'pull', 'message' => 'no error' ) );
		remove_all_filters( 'woocommerce_logger_log_message' );
		// WooCommerce asks once per handler.
		$lines = array_values( array_unique( $lines, SORT_REGULAR ) );
		self::assertCount( 2, $lines );
		self::assertSame( 'warning', $lines[0][0] );
		self::assertStringContainsString( 'pull full, default, en_US): done_with_errors. updated 2', $lines[0][1] );
		self::assertSame( array( 'error', 'pull product mug: Bearer ••• was sent (sku_taken)' ), $lines[1] );
	}
}
