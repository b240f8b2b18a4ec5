<?php
declare(strict_types=1);

namespace UnoPim\Connector\Push;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Platform\Sites;
use UnoPim\Connector\Store\Items;
use UnoPim\Connector\Store\Sql;

/**
 * The lane `push`: shop items that somebody has saved or deleted, one row each however often (docs/wire.md, `items.read`). Rows of all sites
 * lie with the owner of the connection; `@2` in the place of a channel says that the number is one of site 2.
 */
class Queue {

	public const LANE = Items::PUSH;

	public const SAVED   = 'saved';
	public const DELETED = 'deleted';

	private const DUE = "lane = %s AND state IN ('waiting', 'retry') AND next_try <= %d";

	public function __construct( private \wpdb $db, private Schema $schema, private Sites $sites, private Clock $clock ) {}

	/**
	 * Puts items of the present site into the queue, due at once. A row that is there gets the new stamp, so that whoever is sending the item
	 * leaves it there.
	 *
	 * @param array<array{entity:string,id:int,body:array<string,mixed>}> $changes
	 */
	public function add( array $changes ): void {
		$rows = array_map(
			fn( array $change ): string => Sql::row(
				$this->db,
				array( self::LANE, $change['entity'], $this->place(), (string) $change['id'], $change['id'], 'waiting', 0, $this->clock->now(), '', Sql::json( $change['body'] + array( 'stamp' => bin2hex( random_bytes( 8 ) ) ) ), Sql::now() )
			),
			$changes
		);
		$updates = implode( ', ', array_map( static fn( string $column ): string => "{$column} = VALUES({$column})", array( 'state', 'tries', 'next_try', 'error_code', 'body' ) ) );
		Sql::insert( $this->db, $this->table(), 'lane, entity, channel, item_key, shop_id, state, tries, next_try, error_code, body, created_at', $rows, "ON DUPLICATE KEY UPDATE {$updates}" );
	}

	/** An item is to be sent once more. */
	public function again( string $entity, int $id ): void {
		if ( $id < 1 ) {
			return; // Nothing of the shop stands for it.
		}
		$this->add( array( array( 'entity' => $entity, 'id' => $id, 'body' => array( 'change' => self::SAVED ) ) ) );
	}

	/** @return array<int,int> of each site with something to send, when the last of it was put here or becomes due; 0 is the owner itself. */
	public function due(): array {
		$rows = $this->db->get_results( $this->db->prepare( 'SELECT channel, MAX(next_try) AS last FROM %i WHERE ' . self::DUE . ' GROUP BY channel', $this->table(), self::LANE, $this->clock->now() ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- a constant.
		$due  = array();
		foreach ( $rows ?: array() as $row ) {
			$due[ (int) ltrim( (string) $row->channel, '@' ) ] = (int) $row->last;
		}
		return $due;
	}

	/** When the next row is due: a Unix time, null while the queue is empty. */
	public function next_time(): ?int {
		$time = $this->db->get_var( $this->db->prepare( "SELECT MIN(next_try) FROM %i WHERE lane = %s AND state IN ('waiting', 'retry')", $this->table(), self::LANE ) );
		return null === $time ? null : (int) $time;
	}

	public function count(): int {
		return (int) $this->db->get_var( $this->db->prepare( 'SELECT COUNT(*) FROM %i WHERE lane = %s', $this->table(), self::LANE ) );
	}

	/** The row of an item of the present site. @return array{state:string,next_try:int,error_code:string,change:string}|null */
	public function find( string $entity, int $id ): ?array {
		$row = $this->db->get_row( $this->db->prepare( 'SELECT state, next_try, error_code, body FROM %i WHERE lane = %s AND entity = %s AND channel = %s AND item_key = %s', $this->table(), self::LANE, $entity, $this->place(), (string) $id ) );
		return null === $row ? null : array( 'state' => (string) $row->state, 'next_try' => (int) $row->next_try, 'error_code' => (string) $row->error_code, 'change' => (string) ( json_decode( (string) $row->body )->change ?? self::SAVED ) );
	}

	private function place(): string {
		return $this->sites->for_owner( fn(): string => $this->schema->place() );
	}

	private function table(): string {
		return $this->sites->for_owner( fn(): string => $this->schema->table( 'items' ) );
	}
}
