<?php
declare(strict_types=1);

namespace UnoPim\Connector\Cli;

use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Run\Run;

/** What commands print, ask and end with. */
final class Console {

	public const DONE    = 0;
	public const FAILED  = 1;
	public const PARKED  = 2;
	public const BLOCKED = 3;

	/** Faults that mean "not now": another run is in the way, or an answer is missing. */
	private const BLOCKING = array( 'run_active', 'busy', 'waiting_for_answer', 'run_waits' );

	/** @param callable():int $work @return int exit code */
	public static function guard( callable $work ): int {
		try {
			return $work();
		} catch ( Fault $fault ) {
			\WP_CLI::error( trim( $fault->getMessage() . ' ' . $fault->next_step() ) . " ({$fault->slug()})", false );
			return in_array( $fault->slug(), self::BLOCKING, true ) ? self::BLOCKED : self::FAILED;
		}
	}

	public static function say( string $line ): void {
		\WP_CLI::log( $line );
	}

	/**
	 * @param array<array<string,mixed>> $rows
	 * @param array<string>              $columns
	 * @param array<string,mixed>        $options `format`
	 */
	public static function rows( array $rows, array $columns, array $options ): void {
		$format = (string) ( $options['format'] ?? 'table' );
		if ( ! in_array( $format, array( 'table', 'json', 'csv' ), true ) ) {
			throw self::bad( '--format', __( 'The formats are table, json and csv.', 'unopim-connector' ) );
		}
		// Tables and CSV hold texts only.
		$flat = 'json' === $format ? $rows : array_map( static fn( $row ) => array_map( array( self::class, 'text' ), $row ), $rows );
		\WP_CLI\Utils\format_items( $format, $flat, $columns );
	}

	/** @param array<string,mixed> $options `yes` */
	public static function confirm( string $question, array $options ): void {
		\WP_CLI::confirm( $question, $options );
	}

	/**
	 * @param array<string> $args
	 */
	public static function number( array $args, int $place, string $name ): int {
		$value = $args[ $place ] ?? '';
		if ( ! ctype_digit( $value ) || (int) $value < 1 ) {
			throw self::bad( "<{$name}>", __( 'Name it by its number.', 'unopim-connector' ) );
		}
		return (int) $value;
	}

	/** @param array<string> $args */
	public static function word( array $args, int $place, string $name ): string {
		return '' !== ( $args[ $place ] ?? '' ) ? $args[ $place ] : throw self::bad( "<{$name}>", __( 'It is missing.', 'unopim-connector' ) );
	}

	public static function bad( string $path, string $message ): Fault {
		/* translators: 1: name of an argument, 2: sentence */
		return new Fault( 'bad_argument', sprintf( __( '%1$s: %2$s', 'unopim-connector' ), $path, $message ), __( 'See wp help unopim.', 'unopim-connector' ), $path, 422 );
	}

	/** How a run ended, as an exit code. */
	public static function exit_of( Run $run ): int {
		return match ( $run->status ) {
			'done'             => ( $run->result['counts']['parked'] ?? 0 ) > 0 ? self::PARKED : self::DONE,
			'done_with_errors' => self::PARKED,
			'waiting', 'queued', 'running' => self::BLOCKED,
			default            => self::FAILED,
		};
	}

	/** A run in one line. */
	public static function line( Run $run ): string {
		$counts = array_filter( (array) ( $run->result['counts'] ?? $run->progress['counts'] ?? array() ) );
		$words  = implode( ', ', array_map( static fn( $name, $count ) => "{$name} {$count}", array_keys( $counts ), $counts ) );
		$error  = $run->result['error'] ?? null;
		$words .= $run->warnings > 0 ? ( '' === $words ? '' : ', ' ) . "warnings {$run->warnings}" : '';
		return sprintf( 'Run %d (%s%s, %s, %s): %s%s%s', $run->id, $run->is_dry() ? 'dry-run ' : '', $run->kind(), $run->channel(), $run->locale(), $run->status, '' === $words ? '' : ": {$words}", is_array( $error ) ? ". {$error['message']} {$error['hint']} ({$error['code']})" : '' );
	}

	private static function text( mixed $value ): string {
		return match ( true ) {
			null === $value    => '',
			is_bool( $value )  => $value ? 'yes' : 'no',
			is_scalar( $value ) => (string) $value,
			default            => (string) wp_json_encode( $value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES ),
		};
	}
}
