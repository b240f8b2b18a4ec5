<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

/**
 * A lock that is a row of the options table.
 *
 * `GET_LOCK` is not known to every node of a database cluster; a unique key is. A holder that dies leaves its row behind,
 * which counts for nothing after its time. Rows are written past WordPress' option cache, which would lie about them.
 */
final class OptionLock implements Lock {

	private const POLL = 0.05;

	public function __construct( private \wpdb $db, private Clock $clock, private Sites $sites = new Sites() ) {}

	public function with( string $name, float $patience, callable $work, int $hold = 60 ): mixed {
		$row   = Options::PREFIX . 'lock_' . $name;
		$table = $this->sites->home_prefix( $this->db ) . 'options';
		$until = $this->clock->ticks() + $patience;
		$mark  = '';
		while ( '' === $mark ) {
			$mark = $this->take( $table, $row, $hold );
			if ( '' === $mark ) {
				if ( $this->clock->ticks() >= $until ) {
					throw new LockTimeout( "The lock {$name} is held by another process." );
				}
				$this->clock->sleep( self::POLL );
			}
		}
		try {
			return $work();
		} finally {
			$this->db->query( $this->db->prepare( 'DELETE FROM %i WHERE option_name = %s AND option_value = %s', $table, $row, $mark ) );
		}
	}

	/** The mark of our row, or '' when somebody else has it. */
	private function take( string $table, string $row, int $hold ): string {
		$now  = $this->clock->now();
		$mark = ( $now + $hold ) . ':' . bin2hex( random_bytes( 8 ) );
		$made = $this->db->query( $this->db->prepare( "INSERT IGNORE INTO %i (option_name, option_value, autoload) VALUES (%s, %s, 'off')", $table, $row, $mark ) );
		if ( 1 === $made ) {
			return $mark;
		}
		$held = (string) $this->db->get_var( $this->db->prepare( 'SELECT option_value FROM %i WHERE option_name = %s', $table, $row ) );
		if ( '' === $held || (int) $held >= $now ) {
			return '';
		}
		$taken = $this->db->query( $this->db->prepare( 'UPDATE %i SET option_value = %s WHERE option_name = %s AND option_value = %s', $table, $mark, $row, $held ) );
		return 1 === $taken ? $mark : '';
	}
}
