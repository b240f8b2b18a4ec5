<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Schema;

/** Keeps runs and their operations within days. What is not over is never touched. */
class RunTrimmer {

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
		$kept      = $this->in_use();
		$this->operations( 'dry = 0', $undo_days, $kept );
		// Plans that nobody applied go with their operations, previews and probes as they are.
		$this->operations( 'dry = 1', Plans::days(), $kept );
		$this->runs( "( kind IN ('preview', 'probe', 'refresh') OR dry = 1 )", Plans::days(), $kept );
		$this->runs( '1 = 1', max( $undo_days, $history_days ), $kept );
	}

	/** @return string a condition that spares what a run that is not over applies or takes back. */
	private function in_use(): string {
		$active = "'" . implode( "','", Run::ACTIVE ) . "'";
		$ids    = $this->db->get_col( "SELECT DISTINCT of_run FROM {$this->schema->table( 'runs' )} WHERE of_run IS NOT NULL AND status IN ({$active})" ); // phpcs:ignore WordPress.DB.PreparedSQL -- names and constants.
		return array() === $ids ? '' : ' AND id NOT IN (' . implode( ',', array_map( 'intval', $ids ) ) . ')';
	}

	private function operations( string $which, int $days, string $kept ): void {
		$this->slices( $this->db->prepare( "DELETE FROM {$this->schema->table( 'operations' )} WHERE run_id IN (SELECT id FROM {$this->schema->table( 'runs' )} WHERE {$this->over( $which, $days, $kept )}) LIMIT %d", self::SLICE ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- names and constants.
	}

	private function runs( string $which, int $days, string $kept ): void {
		$this->slices( $this->db->prepare( "DELETE FROM {$this->schema->table( 'runs' )} WHERE {$this->over( $which, $days, $kept )} LIMIT %d", self::SLICE ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- names and constants.
	}

	private function over( string $which, int $days, string $kept ): string {
		return "status IN ('" . implode( "','", Run::FINAL ) . "') AND {$which}{$kept} AND finished_at < " . $this->db->prepare( '%s', $this->before( $days ) );
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
