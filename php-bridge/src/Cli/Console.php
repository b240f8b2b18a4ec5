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

	/** What a terminal does where a page would be loaded again. */
	private const REMEDIES = array(
		'run_not_found'  => 'wp unopim run list',
		'plan_not_found' => 'wp unopim plan list',
		'job_not_found'  => 'wp unopim job list',
		'link_not_found' => 'wp unopim link list',
		'item_not_found' => 'wp unopim review list, wp unopim parked list',
		'no_question'    => 'wp unopim run list --status=waiting',
	);

	/** Faults that mean "not now": another run is in the way, or an answer is missing. */
	private const BLOCKING = array( 'run_active', 'busy', 'waiting_for_answer', 'run_waits' );

	/** @var callable():(string|false) what somebody types at a question. */
	public static $answer = array( self::class, 'typed' );

	/** @param callable():int $work @return int exit code */
	public static function guard( callable $work ): int {
		try {
			return $work();
		} catch ( Fault $fault ) {
			\WP_CLI::error( self::field( $fault ) . trim( $fault->getMessage() . ' ' . self::remedy( $fault ) ) . " ({$fault->slug()})", false );
			return in_array( $fault->slug(), self::BLOCKING, true ) ? self::BLOCKED : self::FAILED;
		}
	}

	/** The setting that a value was refused for, as its option is called. */
	private static function field( Fault $fault ): string {
		return str_starts_with( $fault->path(), 'channels[' ) ? '--' . preg_replace( '/^.*\./', '', $fault->path() ) . ': ' : '';
	}

	private static function remedy( Fault $fault ): string {
		$command = self::REMEDIES[ $fault->slug() ] ?? null;
		/* translators: %s: commands */
		return null === $command ? $fault->next_step() : sprintf( __( 'Look at: %s', 'unopim-connector' ), $command );
	}

	/** Of several exit codes the one to tell: a failure before what waits, and that before parked items. */
	public static function worst( int ...$exits ): int {
		foreach ( array( self::FAILED, self::BLOCKED, self::PARKED ) as $exit ) {
			if ( in_array( $exit, $exits, true ) ) {
				return $exit;
			}
		}
		return self::DONE;
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
		// Tables and CSV hold texts only.
		$flat = 'json' === $format ? $rows : array_map( static fn( $row ) => array_map( array( self::class, 'text' ), $row ), $rows );
		\WP_CLI\Utils\format_items( $format, $flat, $columns );
	}

	/**
	 * Who is asked and does not agree, or is not there, has not had it done: WP-CLI's own question would end as a success.
	 *
	 * @param array<string,mixed> $options `yes`
	 */
	public static function confirm( string $question, array $options ): void {
		if ( isset( $options['yes'] ) ) {
			return;
		}
		self::say( "{$question} [y/n]" );
		if ( 'y' !== strtolower( trim( (string) ( self::$answer )() ) ) ) {
			throw new Fault( 'not_confirmed', __( 'Nothing was done.', 'unopim-connector' ), __( 'Answer y, or add --yes.', 'unopim-connector' ), '--yes', 422 );
		}
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

	public static function typed(): string|false {
		return fgets( STDIN );
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
