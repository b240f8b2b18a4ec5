<?php
declare(strict_types=1);

namespace UnoPim\Connector\Cli;

use UnoPim\Connector\Logs\LogCsv;
use UnoPim\Connector\Logs\LogFlush;
use UnoPim\Connector\Logs\LogReader;
use UnoPim\Connector\Logs\LogWriter;

/** `wp unopim log …`. */
final class LogCommands {

	private const FILTERS = array( 'level', 'op', 'entity', 'dir', 'channel', 'search', 'from', 'to' );

	public function __construct( private LogReader $logs, private LogFlush $flush ) {}

	/** Lists log rows, the newest first: --level, --op, --entity, --dir, --channel, --run, --search, --from and --to (UTC), --number. */
	public function page( array $args, array $options ): int {
		$number = isset( $options['number'] ) ? self::number( '--number', $options['number'] ) : 50;
		$found  = $this->logs->page( self::filters( $options ), 1, min( 1000, $number ) );
		Console::rows( $found['rows'], array( 'created_at', 'level', 'op', 'entity', 'key', 'dir', 'channel', 'code', 'message' ), $options );
		return Console::DONE;
	}

	/** Prints all log rows of the filters as CSV. */
	public function export( array $args, array $options ): int {
		foreach ( LogCsv::lines( $this->logs->each( self::filters( $options ) ) ) as $line ) {
			echo $line; // phpcs:ignore WordPress.Security.EscapeOutput -- a terminal or a file.
		}
		return Console::DONE;
	}

	/** Empties the log. */
	public function flush( array $args, array $options ): int {
		Console::confirm( __( 'Empty the log?', 'unopim-connector' ), $options );
		$user = wp_get_current_user()->user_login;
		/* translators: %d: number of rows */
		Console::say( sprintf( __( '%d rows are gone.', 'unopim-connector' ), $this->flush->run( '' === (string) $user ? 'WP-CLI' : $user ) ) );
		return Console::DONE;
	}

	/**
	 * @param array<string,mixed> $options
	 * @return array<string,mixed>
	 */
	private static function filters( array $options ): array {
		if ( isset( $options['level'] ) && ! in_array( $options['level'], LogWriter::LEVELS, true ) ) {
			throw Console::bad( '--level', implode( ', ', LogWriter::LEVELS ) );
		}
		$filters = array( 'run_id' => isset( $options['run'] ) ? self::number( '--run', $options['run'] ) : null );
		foreach ( self::FILTERS as $name ) {
			$filters[ $name ] = (string) ( $options[ $name ] ?? '' );
		}
		return $filters;
	}

	private static function number( string $option, string $value ): int {
		return ctype_digit( $value ) && (int) $value > 0 ? (int) $value : throw Console::bad( $option, __( 'It is a number from 1 on.', 'unopim-connector' ) );
	}
}
