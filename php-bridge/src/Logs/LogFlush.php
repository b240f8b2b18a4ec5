<?php
declare(strict_types=1);

namespace UnoPim\Connector\Logs;

use UnoPim\Connector\Platform\Schema;

/** Empties the log and leaves one row that says who did it, and when. */
class LogFlush {

	/** Small deletes do not hold up writers. */
	private const SLICE = 5000;

	public function __construct( private \wpdb $db, private Schema $schema, private LogWriter $logs ) {}

	/** @return int how many rows went. */
	public function run( string $who ): int {
		$table = $this->schema->table( 'logs' );
		$last  = (int) $this->db->get_var( $this->db->prepare( 'SELECT MAX(id) FROM %i', $table ) );
		$sum   = 0;
		do {
			$gone = (int) $this->db->query( $this->db->prepare( 'DELETE FROM %i WHERE id <= %d LIMIT %d', $table, $last, self::SLICE ) );
			$sum += $gone;
		} while ( self::SLICE === $gone );
		/* translators: 1: name of a user, 2: number of rows */
		$this->logs->write( array( 'level' => 'info', 'op' => 'upkeep', 'code' => 'log_flushed', 'message' => sprintf( __( '%1$s emptied the log (%2$d rows).', 'unopim-connector' ), $who, $sum ) ) );
		return $sum;
	}
}
