<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Schema;

/** Keeps runs and their operations within days. What is not over is never touched. */
class RunTrimmer {

	/** Plans that nobody applied, and probes. */
	private const PASSING_DAYS = 7;

	/** Small deletes do not hold up writers. */
	private const SLICE = 2000;

	public function __construct( private \wpdb $db, private Schema $schema, private Clock $clock ) {}

	/**
	 * @param int $undo_days    how long operations are kept
	 * @param int $history_days how long runs are kept
	 */
	public function run( int $undo_days, int $history_days ): void {
		/**
		 * Filters for how many days operations are kept, and with them Undo.
		 *
		 * @param int $days
		 */
		$undo_days = (int) apply_filters( 'unopim_connector_undo_retention_days', $undo_days );
		/**
		 * Filters for how many days a plan is kept that was not applied.
		 *
		 * @param int $days
		 */
		$passing_days = (int) apply_filters( 'unopim_connector_plan_retention_days', self::PASSING_DAYS );

		$over       = "'" . implode( "','", Run::FINAL ) . "'";
		$runs       = $this->schema->table( 'runs' );
		$operations = $this->schema->table( 'operations' );
		$this->slices( $this->db->prepare( "DELETE FROM {$operations} WHERE run_id IN (SELECT id FROM {$runs} WHERE status IN ({$over}) AND finished_at < %s) LIMIT %d", $this->before( $undo_days ), self::SLICE ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- names and constants.
		$this->slices( $this->db->prepare( "DELETE FROM {$runs} WHERE status IN ({$over}) AND kind IN ('preview', 'probe') AND finished_at < %s LIMIT %d", $this->before( $passing_days ), self::SLICE ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- names and constants.
		$this->slices( $this->db->prepare( "DELETE FROM {$runs} WHERE status IN ({$over}) AND finished_at < %s LIMIT %d", $this->before( max( $undo_days, $history_days ) ), self::SLICE ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- names and constants.
	}

	private function before( int $days ): string {
		return gmdate( 'Y-m-d H:i:s', $this->clock->now() - max( 0, $days ) * 86400 );
	}

	private function slices( string $query ): void {
		do {
			$gone = (int) $this->db->query( $query ); // phpcs:ignore WordPress.DB.PreparedSQL -- prepared by the caller.
		} while ( self::SLICE === $gone );
	}
}
