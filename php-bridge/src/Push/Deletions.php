<?php
declare(strict_types=1);

namespace UnoPim\Connector\Push;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Store\Items;
use UnoPim\Connector\Store\Operation;
use UnoPim\Connector\Store\Sql;

/** What the present site is about to delete in UnoPim, for the engine to say whether somebody has to be asked. */
class Deletions {

	/** Codes that a question names; the rest is counted. */
	private const NAMED = 200;

	private const WAITING = 'lane = %s AND channel = %s AND body LIKE %s';

	public function __construct( private \wpdb $db, private Schema $schema, private Clock $clock ) {}

	/**
	 * @param array<string> $channels
	 * @return array<string,array{recent:int,waiting:int,linked:int,keys:array<string>}> by entity, of which something waits
	 */
	public function of( array $channels ): array {
		$like    = '%' . $this->db->esc_like( '"change":"' . Queue::DELETED . '"' ) . '%';
		$waiting = $this->counts( $this->db->prepare( 'SELECT entity, COUNT(*) AS count FROM %i WHERE ' . self::WAITING . ' GROUP BY entity', $this->schema->table( 'items' ), Items::PUSH, $this->schema->place(), $like ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- a constant.
		if ( array() === $waiting ) {
			return array();
		}
		$recent = $this->counts( $this->db->prepare( "SELECT entity, COUNT(DISTINCT item_key) AS count FROM %i WHERE side = %s AND action = 'delete' AND outcome = 'done' AND created_at > %s GROUP BY entity", $this->schema->table( 'operations' ), Operation::UNOPIM, gmdate( 'Y-m-d H:i:s', $this->clock->now() - HOUR_IN_SECONDS ) ) );
		$linked = $this->counts( $this->db->prepare( 'SELECT entity, COUNT(DISTINCT code) AS count FROM %i WHERE channel IN (' . Sql::in( array( '', ...$channels ) ) . ') GROUP BY entity', array_merge( array( $this->schema->table( 'links' ), '' ), $channels ) ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- placeholders.
		$found  = array();
		foreach ( $waiting as $entity => $count ) {
			$bodies           = $this->db->get_col( $this->db->prepare( 'SELECT body FROM %i WHERE ' . self::WAITING . ' AND entity = %s ORDER BY id LIMIT %d', $this->schema->table( 'items' ), Items::PUSH, $this->schema->place(), $like, $entity, self::NAMED ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- a constant.
			$found[ $entity ] = array(
				'recent'  => $recent[ $entity ] ?? 0,
				'waiting' => $count,
				'linked'  => $linked[ $entity ] ?? 0,
				'keys'    => array_map( static fn( $body ) => (string) ( json_decode( (string) $body )->links[0]->code ?? '' ), $bodies ),
			);
		}
		return $found;
	}

	/** @return array<string,int> by entity */
	private function counts( string $query ): array {
		return array_map( 'intval', array_column( $this->db->get_results( $query, ARRAY_A ) ?: array(), 'count', 'entity' ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- prepared by the caller.
	}
}
