<?php
declare(strict_types=1);

namespace UnoPim\Connector\Logs;

use UnoPim\Connector\Platform\Schema;

/** Reads log rows by filters that combine with AND. */
class LogReader {

	/** Filters that compare a column with a value. */
	private const EQUALS = array( 'level', 'op', 'entity', 'dir', 'channel', 'run_id' );

	/** An export reads in slices, so that its length costs no memory. */
	private const SLICE = 1000;

	public function __construct( private \wpdb $db, private Schema $schema ) {}

	/**
	 * Newest first, or oldest; with `after`, oldest first from that id on, which is how a page follows a run.
	 *
	 * @param array<string,mixed> $filters the columns above, `after`, `from`, `to`, `search`, and the `site` whose log is read
	 * @return array{rows:array<array<string,mixed>>,total:int}
	 */
	public function page( array $filters, int $page, int $per_page, bool $oldest_first = false ): array {
		$order     = $oldest_first || isset( $filters['after'] ) ? 'ASC' : 'DESC';
		$condition = $this->condition( $filters );
		$rows      = $this->db->get_results( $this->db->prepare( "SELECT * FROM %i WHERE {$condition} ORDER BY id {$order} LIMIT %d OFFSET %d", $this->table( $filters ), $per_page, ( $page - 1 ) * $per_page ), ARRAY_A ); // phpcs:ignore WordPress.DB.PreparedSQL -- prepared above.
		return array(
			'rows'  => array_map( array( self::class, 'row' ), $rows ?: array() ),
			'total' => (int) $this->db->get_var( $this->db->prepare( "SELECT COUNT(*) FROM %i WHERE {$condition}", $this->table( $filters ) ) ), // phpcs:ignore WordPress.DB.PreparedSQL -- prepared above.
		);
	}

	/**
	 * Every row, newest first.
	 *
	 * @param array<string,mixed> $filters
	 * @return \Generator<array<string,mixed>>
	 */
	public function each( array $filters ): \Generator {
		$condition = $this->condition( $filters );
		$before    = PHP_INT_MAX;
		$table     = $this->table( $filters );
		do {
			$rows = $this->db->get_results( $this->db->prepare( "SELECT * FROM %i WHERE {$condition} AND id < %d ORDER BY id DESC LIMIT %d", $table, $before, self::SLICE ), ARRAY_A ) ?: array(); // phpcs:ignore WordPress.DB.PreparedSQL -- prepared above.
			foreach ( $rows as $row ) {
				$before = (int) $row['id'];
				yield self::row( $row );
			}
		} while ( self::SLICE === count( $rows ) );
	}

	/** @param array<string,mixed> $filters */
	private function condition( array $filters ): string {
		$where = array( '1 = 1' );
		foreach ( self::EQUALS as $column ) {
			if ( isset( $filters[ $column ] ) && '' !== $filters[ $column ] ) {
				$where[] = $this->db->prepare( '%i = %s', $column, (string) $filters[ $column ] );
			}
		}
		// Both ends are UTC and belong to the range.
		foreach ( array( 'from' => '>=', 'to' => '<=' ) as $name => $operator ) {
			if ( isset( $filters[ $name ] ) && '' !== $filters[ $name ] ) {
				$where[] = $this->db->prepare( "created_at {$operator} %s", (string) $filters[ $name ] ); // phpcs:ignore WordPress.DB.PreparedSQL -- a constant.
			}
		}
		if ( isset( $filters['search'] ) && '' !== $filters['search'] ) {
			$like    = '%' . $this->db->esc_like( (string) $filters['search'] ) . '%';
			$where[] = $this->db->prepare( '(message LIKE %s OR item_key LIKE %s OR code LIKE %s)', $like, $like, $like );
		}
		if ( isset( $filters['after'] ) ) {
			$where[] = $this->db->prepare( 'id > %d', (int) $filters['after'] );
		}
		return implode( ' AND ', $where );
	}

	/**
	 * @param array<string,string|null> $row
	 * @return array<string,mixed>
	 */
	private static function row( array $row ): array {
		return array(
			'id'         => (int) $row['id'],
			'created_at' => gmdate( 'Y-m-d\TH:i:s\Z', (int) strtotime( $row['created_at'] . ' UTC' ) ),
			'level'      => $row['level'],
			'op'         => $row['op'],
			'entity'     => $row['entity'],
			'key'        => $row['item_key'],
			'dir'        => $row['dir'],
			'channel'    => $row['channel'],
			'locale'     => $row['locale'],
			'code'       => $row['code'],
			'message'    => $row['message'],
			'field'      => '' === $row['field'] ? null : $row['field'],
			'hint'       => '' === (string) $row['hint'] ? null : $row['hint'],
			'run'        => null === $row['run_id'] ? null : (int) $row['run_id'],
			'detail'     => $row['detail'],
		);
	}

	/** @param array<string,mixed> $filters */
	private function table( array $filters ): string {
		return $this->schema->table_at( (int) ( $filters['site'] ?? 0 ), 'logs' );
	}
}
