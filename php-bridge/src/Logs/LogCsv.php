<?php
declare(strict_types=1);

namespace UnoPim\Connector\Logs;

/** Log rows as CSV, a line at a time. A cell that a spreadsheet would take for a formula gets a leading apostrophe. */
final class LogCsv {

	private const COLUMNS = array( 'created_at', 'level', 'op', 'entity', 'key', 'dir', 'channel', 'locale', 'code', 'message', 'field', 'hint', 'run', 'detail' );

	/**
	 * @param iterable<array<string,mixed>> $rows
	 * @return \Generator<string>
	 */
	public static function lines( iterable $rows ): \Generator {
		yield self::line( self::COLUMNS );
		foreach ( $rows as $row ) {
			yield self::line( array_map( static fn( $column ) => self::safe( (string) ( $row[ $column ] ?? '' ) ), self::COLUMNS ) );
		}
	}

	private static function safe( string $cell ): string {
		return '' !== $cell && str_contains( "=+-@\t\r", $cell[0] ) ? "'" . $cell : $cell;
	}

	/** @param array<string> $cells */
	private static function line( array $cells ): string {
		return implode( ',', array_map( static fn( $cell ) => '"' . str_replace( '"', '""', $cell ) . '"', $cells ) ) . "\r\n";
	}
}
