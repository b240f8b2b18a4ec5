<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Logs\LogWriter;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Rest\FrameServer;
use UnoPim\Connector\Tests\WordPress\Support\SiteTestCase;

/** The log: filters, export, flush. */
final class LogsTest extends SiteTestCase {

	protected function setUp(): void {
		parent::setUp();
		global $wpdb;
		foreach ( array(
			array( 'level' => 'error', 'op' => 'pull', 'entity' => 'product', 'item_key' => 'mug', 'dir' => 'to_shop', 'channel' => 'default', 'run_id' => 7, 'message' => '=cmd|calc', 'at' => '2026-11-20 23:30:00' ),
			array( 'level' => 'warn', 'op' => 'pull', 'entity' => 'category', 'item_key' => 'men', 'dir' => 'to_shop', 'channel' => 'web', 'run_id' => 8, 'message' => 'Moved, "twice"', 'at' => '2026-11-21 12:00:00' ),
			array( 'level' => 'info', 'op' => 'media', 'entity' => 'image', 'item_key' => '-1+1', 'dir' => 'to_shop', 'channel' => 'default', 'run_id' => 8, 'message' => 'Fetched', 'at' => '2026-11-22 00:10:00' ),
		) as $row ) {
			self::service( LogWriter::class )->write( array_diff_key( $row, array( 'at' => 1 ) ) );
			$wpdb->update( self::service( Schema::class )->table( 'logs' ), array( 'created_at' => $row['at'] ), array( 'id' => $wpdb->insert_id ) );
		}
	}

	/** @return array<string> keys */
	private function keys( string $query ): array {
		$answer = $this->rest( 'GET', "/logs?{$query}" );
		self::assertSame( 200, $answer->get_status(), (string) wp_json_encode( $answer->get_data() ) );
		return array_column( $answer->get_data(), 'key' );
	}

	public function test_filters_combine_with_and(): void {
		self::assertSame( array( '-1+1', 'men', 'mug' ), $this->keys( '' ), 'the newest first' );
		self::assertSame( array( 'mug', 'men', '-1+1' ), $this->keys( 'order=asc' ), 'the oldest first' );
		self::assertSame( array( 'men', 'mug' ), $this->keys( 'op=pull' ) );
		self::assertSame( array( 'men' ), $this->keys( 'op=pull&channel=web' ) );
		self::assertSame( array(), $this->keys( 'op=pull&channel=web&level=error' ) );
		self::assertSame( array( '-1+1', 'men' ), $this->keys( 'run=8&dir=to_shop' ) );
		self::assertSame( array( 'men' ), $this->keys( 'run=8&entity=category&search=twice' ) );
		self::assertSame( '3', $this->rest( 'GET', '/logs?per_page=2' )->get_headers()['X-WP-Total'] );
		self::assertSame( array( 'mug' ), $this->keys( 'per_page=2&page=2' ) );
	}

	public function test_days_are_those_of_the_site_and_times_are_utc(): void {
		$zone = get_option( 'timezone_string' );
		update_option( 'timezone_string', 'Europe/Berlin' );
		self::assertSame( array( 'men', 'mug' ), $this->keys( 'from=2026-11-21&to=2026-11-21' ), '23:30 UTC is the next day in Berlin' );
		self::assertSame( array( '-1+1' ), $this->keys( 'from=2026-11-22' ) );
		update_option( 'timezone_string', $zone );
		self::assertSame( array( 'men' ), $this->keys( 'from=2026-11-21T12:00:00Z&to=2026-11-21T12:00:00Z' ) );
		$bad = $this->rest( 'GET', '/logs?from=yesterday' );
		self::assertSame( array( 400, 'from' ), array( $bad->get_status(), $bad->get_data()['path'] ) );
	}

	public function test_the_export_is_harmless_csv_of_the_filtered_rows(): void {
		$answer = $this->rest( 'GET', '/logs/export?channel=default' );
		self::assertSame( 'text/csv; charset=utf-8', $answer->get_headers()['Content-Type'] );
		ob_start();
		self::assertTrue( ( new FrameServer() )->serve( false, $answer ) );
		$csv  = (string) ob_get_clean();
		$rows = array_map( static fn( $line ) => str_getcsv( $line, ',', '"', '' ), array_filter( explode( "\r\n", $csv ) ) );
		self::assertSame( array( 'created_at', 'level', 'op', 'entity', 'key', 'dir', 'channel', 'locale', 'code', 'message', 'field', 'hint', 'run', 'detail' ), $rows[0] );
		self::assertSame( array( array( "'-1+1", 'Fetched' ), array( 'mug', "'=cmd|calc" ) ), array_map( static fn( $row ) => array( $row[4], $row[9] ), array_slice( $rows, 1 ) ) );
	}

	public function test_flushing_leaves_one_row_with_who_and_when(): void {
		self::assertSame( array( 'flushed' => 3 ), $this->rest( 'DELETE', '/logs' )->get_data() );
		$rows = $this->rest( 'GET', '/logs' )->get_data();
		self::assertCount( 1, $rows );
		self::assertSame( 'log_flushed', $rows[0]['code'] );
		self::assertStringContainsString( wp_get_current_user()->user_login, $rows[0]['message'] );
		self::assertEqualsWithDelta( time(), strtotime( $rows[0]['created_at'] ), 5 );
	}

	public function test_details_are_cut_at_four_kilobytes(): void {
		self::service( LogWriter::class )->write( array( 'level' => 'info', 'message' => 'long', 'detail' => array( 'sent' => str_repeat( 'ä', 5000 ) ) ) );
		$detail = $this->rest( 'GET', '/logs?search=long' )->get_data()[0]['detail'];
		self::assertLessThanOrEqual( 4096, strlen( $detail ) );
		self::assertGreaterThan( 4090, strlen( $detail ) );
		self::assertTrue( mb_check_encoding( $detail, 'UTF-8' ) );
	}
}
