<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/** Small helpers for queries over many keys. */
final class Sql {

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

	/** MySQL's UTC form. */
	public static function now(): string {
		return gmdate( 'Y-m-d H:i:s' );
	}

	public static function json( mixed $value ): string {
		return json_encode( $value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR );
	}
}
