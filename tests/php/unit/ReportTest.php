<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Unit;

use PHPUnit\Framework\TestCase;
use UnoPim\Connector\Run\Report;

/** A report may come from a browser; what is stored of it has its form whatever it says. */
final class ReportTest extends TestCase {

	public function test_a_report_of_the_engine_is_kept(): void {
		$counts = array( 'created' => 1, 'updated' => 2, 'unchanged' => 3, 'skipped' => 0, 'held' => 0, 'parked' => 0, 'failed' => 0, 'deleted' => 0, 'restored' => 0, 'writes' => 3 );
		$report = Report::read( array( 'logs' => array( array( 'level' => 'info' ) ), 'progress' => array( 'step' => 'products', 'done' => 100, 'total' => null, 'counts' => $counts ) ) );
		self::assertSame( array( 'step' => 'products', 'done' => 100, 'total' => null, 'counts' => $counts ), json_decode( $report->progress_json(), true ) );
		self::assertCount( 1, $report->logs );
	}

	/** @dataProvider nonsense */
	public function test_nonsense_becomes_an_empty_report( mixed $report ): void {
		$read = Report::read( $report );
		self::assertSame( array(), $read->logs );
		self::assertSame( 0, json_decode( $read->progress_json(), true )['counts']['created'] );
	}

	/** @return array<array{mixed}> */
	public static function nonsense(): array {
		return array( array( null ), array( 'x' ), array( array() ), array( array( 'logs' => 'x', 'progress' => 7 ) ), array( array( 'logs' => array( 'x', 1 ), 'progress' => array( 'counts' => array( 'created' => -5 ) ) ) ) );
	}

	public function test_a_log_flood_is_cut(): void {
		self::assertCount( 2000, Report::read( array( 'logs' => array_fill( 0, 5000, array() ) ) )->logs );
	}

	public function test_a_result_has_a_known_status(): void {
		self::assertSame( 'done', Report::result( array( 'status' => 'done' ) )['status'] );
		self::assertSame( 'failed', Report::result( array( 'status' => 'running' ) )['status'] );
		self::assertSame( 'failed', Report::result( null )['status'] );
	}

	public function test_an_error_is_words(): void {
		$error = Report::result( array( 'status' => 'failed', 'error' => array( 'code' => 'bad <script>', 'path' => 'a', 'message' => str_repeat( 'm', 9999 ), 'hint' => null ) ) )['error'];
		self::assertSame( array( 'code' => 'badscript', 'path' => 'a', 'hint' => null ), array( 'code' => $error['code'], 'path' => $error['path'], 'hint' => $error['hint'] ) );
		self::assertSame( 2000, strlen( $error['message'] ) );
	}

	public function test_a_value_that_is_too_large_is_not_kept(): void {
		self::assertSame( 'small', Report::result( array( 'value' => 'small' ) )['value'] );
		self::assertNull( Report::result( array( 'value' => str_repeat( 'x', 5 * 1024 * 1024 ) ) )['value'] );
	}
}
