<?php
declare(strict_types=1);

namespace UnoPim\Connector\Webhook;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Schema;

/**
 * What the receiver remembers for a while: messages it has seen, how many came this minute, when it last complained. One row of the items
 * table each, in a lane of its own; its unique key makes each answer right for two processes at once.
 */
class Memory {

	private const LANE = 'webhook';

	/** More than any limit that is asked about; the column is small. */
	private const COUNTED = 10000;

	public function __construct( private \wpdb $db, private Schema $schema, private Clock $clock ) {}

	/** Whether this is the first time within so many seconds. */
	public function is_first( string $key, int $seconds ): bool {
		$now  = $this->clock->now();
		$sql  = "INSERT INTO %i (lane, entity, channel, item_key, state, next_try, created_at) VALUES (%s, '', '', %s, 'seen', %d, %s)
			ON DUPLICATE KEY UPDATE next_try = IF(next_try <= %d, VALUES(next_try), next_try)";
		$rows = $this->db->query( $this->db->prepare( $sql, $this->schema->table( 'items' ), self::LANE, $key, $now + $seconds, $this->clock->utc(), $now ) );
		return (int) $rows > 0;
	}

	/** How many there were in this minute, with this one. */
	public function count_in_minute( string $key ): int {
		$minute = intdiv( $this->clock->now(), 60 );
		$key    = "{$key}:{$minute}";
		$sql    = "INSERT INTO %i (lane, entity, channel, item_key, state, tries, next_try, created_at) VALUES (%s, '', '', %s, 'seen', 1, %d, %s)
			ON DUPLICATE KEY UPDATE tries = LEAST(tries + 1, %d)";
		$this->db->query( $this->db->prepare( $sql, $this->schema->table( 'items' ), self::LANE, $key, ( $minute + 2 ) * 60, $this->clock->utc(), self::COUNTED ) );
		return (int) $this->db->get_var( $this->db->prepare( "SELECT tries FROM %i WHERE lane = %s AND entity = '' AND channel = '' AND item_key = %s", $this->schema->table( 'items' ), self::LANE, $key ) );
	}

	/** Forgets what its time is over for. */
	public function trim(): void {
		$this->db->query( $this->db->prepare( 'DELETE FROM %i WHERE lane = %s AND next_try <= %d', $this->schema->table( 'items' ), self::LANE, $this->clock->now() ) );
	}
}
