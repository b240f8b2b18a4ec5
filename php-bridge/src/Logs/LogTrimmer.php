<?php
declare(strict_types=1);

namespace UnoPim\Connector\Logs;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Schema;

/** Keeps the log within days and rows. */
class LogTrimmer {

	private const MAX_ROWS = 200000;

	/** Small deletes do not hold up writers. */
	private const SLICE = 5000;

	public function __construct( private \wpdb $db, private Schema $schema, private Clock $clock ) {}

	public function run( int $days ): int {
		/**
		 * Filters for how many days log rows are kept.
		 *
		 * @param int $days
		 */
		$days  = max( 1, (int) apply_filters( 'unopim_connector_log_retention_days', $days ) );
		$table = $this->schema->table( 'logs' );
		$gone  = $this->slices( $this->db->prepare( "DELETE FROM {$table} WHERE created_at < %s LIMIT %d", gmdate( 'Y-m-d H:i:s', $this->clock->now() - $days * 86400 ), self::SLICE ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- table name.
		$edge  = (int) $this->db->get_var( $this->db->prepare( "SELECT id FROM {$table} ORDER BY id DESC LIMIT 1 OFFSET %d", self::MAX_ROWS ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- table name.
		return $gone + ( $edge > 0 ? $this->slices( $this->db->prepare( "DELETE FROM {$table} WHERE id <= %d LIMIT %d", $edge, self::SLICE ) ) : 0 ); // phpcs:ignore WordPress.DB.PreparedSQL -- table name.
	}

	private function slices( string $query ): int {
		$sum = 0;
		do {
			$gone = (int) $this->db->query( $query ); // phpcs:ignore WordPress.DB.PreparedSQL -- prepared by the callers.
			$sum += $gone;
		} while ( self::SLICE === $gone );
		return $sum;
	}
}
