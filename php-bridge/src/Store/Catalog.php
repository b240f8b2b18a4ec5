<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

use UnoPim\Connector\Platform\Schema;

/** UnoPim's structure records (attributes, families …) as last read: `catalog.read` and `catalog.write`. */
final class Catalog {

	private const ROWS_A_QUERY = 200;

	public function __construct( private \wpdb $db, private Schema $tables ) {}

	/**
	 * @param array<string> $kinds
	 * @return array<array{kind: string, code: string, hash: string, body: mixed}>
	 */
	public function read( array $kinds ): array {
		if ( array() === $kinds ) {
			return array();
		}
		// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
		$rows = Sql::rows( $this->db, $this->db->prepare( 'SELECT kind, code, hash, body FROM ' . $this->table() . ' WHERE kind IN (' . Sql::in( $kinds ) . ') ORDER BY kind, code', $kinds ) );
		return array_map(
			// Decoded to objects, not arrays: an empty map must not become an empty list.
			static fn( object $row ): array => array( 'kind' => (string) $row->kind, 'code' => (string) $row->code, 'hash' => (string) $row->hash, 'body' => json_decode( (string) $row->body ) ),
			$rows
		);
	}

	/** @param array<array<string, mixed>> $records */
	public function write( string $kind, array $records, bool $complete ): void {
		$rows = array_map( fn( array $record ): string => Sql::row( $this->db, array( $kind, (string) $record['code'], (string) ( $record['hash'] ?? '' ), Sql::json( $record['body'] ?? null ) ) ), $records );
		Sql::insert( $this->db, $this->table(), 'kind, code, hash, body', $rows, 'ON DUPLICATE KEY UPDATE hash = VALUES(hash), body = VALUES(body)' );
		if ( $complete ) {
			$this->remove_others( $kind, array_map( 'strval', array_column( $records, 'code' ) ) );
		}
	}

	/** @param array<string> $codes */
	private function remove_others( string $kind, array $codes ): void {
		// phpcs:ignore WordPress.DB.PreparedSQL -- the table's name is fixed.
		$present = Sql::rows( $this->db, $this->db->prepare( 'SELECT id, code FROM ' . $this->table() . ' WHERE kind = %s', $kind ) );
		$named   = array_fill_keys( $codes, true );
		$gone    = array_filter( $present, static fn( object $row ): bool => ! isset( $named[ $row->code ] ) );
		foreach ( array_chunk( array_map( static fn( object $row ): int => (int) $row->id, $gone ), self::ROWS_A_QUERY ) as $ids ) {
			// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
			Sql::run( $this->db, $this->db->prepare( 'DELETE FROM ' . $this->table() . ' WHERE id IN (' . Sql::in( $ids, '%d' ) . ')', $ids ) );
		}
	}

	private function table(): string {
		return $this->tables->table( 'catalog' );
	}
}
