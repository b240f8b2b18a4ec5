<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Schema;

/**
 * What of a minute's budget is used up, over all runs and processes of the connection. The engine says how many may go out; here they are
 * only counted. One row of the items table per minute: its unique key makes the count right for several processes at once.
 */
class Budget {

	public const REQUESTS = 'requests';
	public const IMAGES   = 'images';

	private const LANE = 'budget';

	public function __construct( private \wpdb $db, private Schema $schema, private Clock $clock ) {}

	/**
	 * Takes `$wanted` of this minute, all or none.
	 *
	 * @param int $most how many a minute has; 0: any number
	 * @return int seconds until there are some again; 0 when they were taken
	 */
	public function take( string $what, int $wanted, int $most ): int {
		if ( 0 === $wanted || 0 === $most ) {
			return 0;
		}
		$now = $this->clock->now();
		// A step that wants more than a whole minute has goes out in a fresh one.
		$taken = $this->db->query(
			$this->db->prepare(
				"INSERT INTO %i (lane, entity, channel, item_key, state, tries, shop_id, next_try, created_at) VALUES (%s, '', '', %s, 'counted', %d, %d, %d, %s)
				ON DUPLICATE KEY UPDATE tries = IF(tries + VALUES(tries) <= %d, tries + VALUES(tries), tries)",
				$this->table(),
				self::LANE,
				self::key( $what, $now ),
				$wanted,
				$most,
				$now,
				$this->clock->utc(),
				$most
			)
		);
		return (int) $taken > 0 ? 0 : 60 - $now % 60;
	}

	/** @return array{used:int,most:int|null} of this minute; `most` as the first who asked knew it, null when nobody has asked yet. */
	public function used( string $what ): array {
		$row = $this->db->get_row( $this->db->prepare( "SELECT tries, shop_id FROM %i WHERE lane = %s AND entity = '' AND channel = '' AND item_key = %s", $this->table(), self::LANE, self::key( $what, $this->clock->now() ) ) );
		return array( 'used' => (int) $row?->tries, 'most' => null === $row ? null : (int) $row->shop_id );
	}

	/** Forgets the minutes that are over. */
	public function trim(): void {
		$this->db->query( $this->db->prepare( 'DELETE FROM %i WHERE lane = %s AND next_try < %d', $this->table(), self::LANE, $this->clock->now() - 120 ) );
	}

	private static function key( string $what, int $now ): string {
		return $what . ':' . intdiv( $now, 60 );
	}

	private function table(): string {
		return $this->schema->table( 'items' );
	}
}
