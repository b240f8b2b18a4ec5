<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/** Small helpers for queries over many keys. */
final class Sql {

	private const STATEMENT = 700000;

	/**
	 * `%s,%s,%s` for an IN list.
	 *
	 * @param array<mixed> $values
	 */
	public static function in( array $values, string $type = '%s' ): string {
		return implode( ',', array_fill( 0, count( $values ), $type ) );
	}

	/**
	 * `(1,'a',NULL)`: one row of a multi-row INSERT; `prepare()` itself knows no null.
	 *
	 * @param array<int|string|null> $values
	 */
	public static function row( \wpdb $db, array $values ): string {
		$cells = array_map(
			// phpcs:ignore WordPress.DB.PreparedSQL -- the placeholder is a constant.
			static fn( int|string|null $value ): string => null === $value ? 'NULL' : (string) $db->prepare( is_int( $value ) ? '%d' : '%s', $value ),
			$values
		);
		return '(' . implode( ',', $cells ) . ')';
	}

	/**
	 * One statement for many rows, or a few where it would grow beyond what a server takes at once (1 MiB on old ones).
	 *
	 * @param array<string> $rows Made by `row()`.
	 * @throws StoreError
	 */
	public static function insert( \wpdb $db, string $table, string $columns, array $rows, string $on_duplicate = '' ): void {
		while ( array() !== $rows ) {
			$some  = array();
			$bytes = 0;
			while ( array() !== $rows && ( array() === $some || $bytes + strlen( reset( $rows ) ) < self::STATEMENT ) ) {
				$row    = array_shift( $rows );
				$some[] = $row;
				$bytes += strlen( $row );
			}
			// phpcs:ignore WordPress.DB.PreparedSQL -- every row is prepared, the rest is fixed.
			if ( false === $db->query( "INSERT INTO {$table} ({$columns}) VALUES " . implode( ',', $some ) . " {$on_duplicate}" ) ) {
				throw new StoreError( 'database', "The database refused a write to {$table}: {$db->last_error}", null, 'A value may be too long, or hold characters that the table\'s character set cannot keep (it should be utf8mb4).' );
			}
		}
	}

	/**
	 * The rows of a prepared query. wpdb answers a query that failed as one without rows, from which a run would learn that nothing is
	 * linked, or that nobody needs a term.
	 *
	 * @return array<object>
	 * @throws StoreError
	 */
	public static function rows( \wpdb $db, string $query ): array {
		$rows = $db->get_results( $query ); // phpcs:ignore WordPress.DB.PreparedSQL -- prepared by the caller.
		self::raise( $db );
		return $rows ?? array();
	}

	/**
	 * @return array<string|null>
	 * @throws StoreError
	 */
	public static function column( \wpdb $db, string $query ): array {
		$cells = $db->get_col( $query ); // phpcs:ignore WordPress.DB.PreparedSQL -- prepared by the caller.
		self::raise( $db );
		return $cells;
	}

	/** @throws StoreError */
	public static function cell( \wpdb $db, string $query ): ?string {
		return self::column( $db, $query )[0] ?? null;
	}

	/**
	 * A prepared statement.
	 *
	 * @throws StoreError
	 */
	public static function run( \wpdb $db, string $query ): void {
		$db->query( $query ); // phpcs:ignore WordPress.DB.PreparedSQL -- prepared by the caller.
		self::raise( $db );
	}

	/** @throws StoreError */
	private static function raise( \wpdb $db ): void {
		if ( '' !== $db->last_error ) {
			throw new StoreError( 'database', "The database refused a query: {$db->last_error}", null, 'Run it again; if it happens again, look at the health page, which checks the tables.' );
		}
	}

	/** MySQL's UTC form. */
	public static function now(): string {
		return gmdate( 'Y-m-d H:i:s' );
	}

	/** The same to the microsecond. */
	public static function moment(): string {
		return ( new \DateTimeImmutable( 'now', new \DateTimeZone( 'UTC' ) ) )->format( 'Y-m-d H:i:s.u' );
	}

	public static function json( mixed $value ): string {
		return json_encode( $value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR );
	}
}
