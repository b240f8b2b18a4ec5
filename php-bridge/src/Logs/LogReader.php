<?php
declare(strict_types=1);

namespace UnoPim\Connector\Logs;

use UnoPim\Connector\Platform\Schema;

/** Reads log rows by filters that combine with AND. */
class LogReader {

	/** Filters that compare a column with a value. */
	private const EQUALS = array( 'level', 'op', 'entity', 'dir', 'channel', 'run_id' );

	public function __construct( private \wpdb $db, private Schema $schema ) {}

	/**
	 * Newest first; with `after`, oldest first from that id on, which is how a page follows a run.
	 *
	 * @param array<string,mixed> $filters the columns above, `after`, `search`
	 * @return array{rows:array<array<string,mixed>>,total:int}
	 */
	public function page( array $filters, int $page, int $per_page ): array {
		$where  = array( '1 = 1' );
		foreach ( self::EQUALS as $column ) {
			if ( isset( $filters[ $column ] ) && '' !== $filters[ $column ] ) {
				$where[] = $this->db->prepare( '%i = %s', $column, (string) $filters[ $column ] );
			}
		}
		if ( isset( $filters['search'] ) && '' !== $filters['search'] ) {
			$like    = '%' . $this->db->esc_like( (string) $filters['search'] ) . '%';
			$where[] = $this->db->prepare( '(message LIKE %s OR item_key LIKE %s OR code LIKE %s)', $like, $like, $like );
		}
		$order = 'DESC';
		if ( isset( $filters['after'] ) ) {
			$where[] = $this->db->prepare( 'id > %d', (int) $filters['after'] );
			$order   = 'ASC';
		}
		$table     = $this->schema->table( 'logs' );
		$condition = implode( ' AND ', $where );
		$rows      = $this->db->get_results( "SELECT * FROM {$table} WHERE {$condition} ORDER BY id {$order}" . $this->db->prepare( ' LIMIT %d OFFSET %d', $per_page, ( $page - 1 ) * $per_page ), ARRAY_A ); // phpcs:ignore WordPress.DB.PreparedSQL -- prepared above.
		return array(
			'rows'  => array_map( array( self::class, 'row' ), $rows ?: array() ),
			'total' => (int) $this->db->get_var( "SELECT COUNT(*) FROM {$table} WHERE {$condition}" ), // phpcs:ignore WordPress.DB.PreparedSQL -- prepared above.
		);
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
}
