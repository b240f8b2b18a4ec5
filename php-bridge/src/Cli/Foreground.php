<?php
declare(strict_types=1);

namespace UnoPim\Connector\Cli;

use UnoPim\Connector\Logs\LogReader;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Run\Chunk;
use UnoPim\Connector\Run\Further;
use UnoPim\Connector\Run\Job;
use UnoPim\Connector\Run\Run;
use UnoPim\Connector\Run\RunRepository;
use UnoPim\Connector\Run\RunStarter;
use UnoPim\Connector\Settings\Channels;

/** Drives a run from a terminal until it is over or needs somebody. Another host that has it is watched instead. */
class Foreground {

	/** Between two lines of progress. */
	private const SLICE = 300.0;

	private const POLL = 1.0;

	/** As many are told; the log has the rest. */
	private const ERRORS = 10;

	public function __construct( private RunRepository $runs, private RunStarter $starter, private Chunk $chunk, private Clock $clock, private LogReader $logs, private Channels $channels ) {}

	/**
	 * One after the other; what keeps one channel from starting is told, and the next has its turn.
	 *
	 * @param array<array<string,mixed>> $jobs
	 * @return int exit code
	 */
	public function each( array $jobs ): int {
		return Console::worst( ...array_map( fn( array $job ): int => Console::guard( fn(): int => $this->start( $job ) ), array_values( $jobs ) ) );
	}

	/** @param array<string,mixed> $job @return int exit code */
	public function start( array $job ): int {
		$started = $this->starter->start( $job, 'cli', get_current_user_id(), '', false );
		if ( null !== $started->note() ) {
			Console::say( $started->note() );
		}
		return $this->finish( $started->run->id );
	}

	/** Drives it and says how it ended, and then the same of what follows it: the further languages of a site with translations. */
	public function finish( int $id ): int {
		$run   = $this->drive( $id );
		$worst = $this->told( $run );
		foreach ( Further::jobs( $run ) as $job ) {
			foreach ( $this->runs->active( $run->channel(), array( $run->kind() ) ) as $next ) {
				$worst = $next->id > $id && Job::is_same( $next->job, $job ) ? Console::worst( $worst, $this->finish( $next->id ) ) : $worst;
			}
		}
		return $worst;
	}

	/** Says how a run ended, with its first errors. @return int exit code */
	public function told( Run $run ): int {
		Console::say( Console::line( $run ) );
		if ( 'waiting' === $run->status ) {
			Console::say( self::question( $run ) );
		}
		$errors = $this->logs->page( array( 'run_id' => $run->id, 'level' => 'error', 'site' => $this->channels->site_of( $run->channel() ) ), 1, self::ERRORS, true );
		foreach ( $errors['rows'] as $row ) {
			Console::say( trim( "{$row['entity']} {$row['key']}: {$row['message']} {$row['hint']}" ) . " ({$row['code']})" );
		}
		if ( $errors['total'] > self::ERRORS ) {
			/* translators: %d: number of a run */
			Console::say( sprintf( __( 'All of them: wp unopim log list --level=error --run=%d --number=1000', 'unopim-connector' ), $run->id ) );
		}
		return Console::exit_of( $run );
	}

	public function drive( int $id ): Run {
		$shown = '';
		while ( true ) {
			$run = $this->runs->find( $id );
			if ( self::rests( $run ) ) {
				return $run;
			}
			$line = Console::line( $run );
			if ( $line !== $shown && null !== $run->progress ) {
				Console::say( $line );
				$shown = $line;
			}
			$rest = $run->wait_until - $this->clock->now();
			if ( $rest > 0 ) {
				$this->clock->sleep( (float) min( $rest, 30 ) );
				continue;
			}
			$this->chunk->work( $id, self::SLICE );
			$after = $this->runs->find( $id );
			if ( $after->heartbeat === $run->heartbeat && ! self::rests( $after ) ) {
				$this->clock->sleep( self::POLL ); // Somebody else has it.
			}
		}
	}

	/** It is over, or needs somebody. */
	private static function rests( Run $run ): bool {
		return $run->is_over() || in_array( $run->status, array( 'waiting', 'stopped' ), true );
	}

	private static function question( Run $run ): string {
		$question = $run->question ?? array();
		/* translators: 1: number of items, 2: number of linked items, 3: some keys, 4: number of a run */
		return sprintf( __( '%1$d of %2$d linked items would be deleted: %3$s. Answer with: wp unopim run answer %4$d delete|keep', 'unopim-connector' ), (int) ( $question['count'] ?? 0 ), (int) ( $question['linked'] ?? 0 ), implode( ', ', array_slice( (array) ( $question['keys'] ?? array() ), 0, 20 ) ), $run->id );
	}
}
