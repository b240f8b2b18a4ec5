<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Engine\Engine;
use UnoPim\Connector\Engine\EngineChooser;
use UnoPim\Connector\Engine\EngineFault;
use UnoPim\Connector\Engine\Frame;
use UnoPim\Connector\Engine\PhpEngine;
use UnoPim\Connector\Logs\LogWriter;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Platform\LostDatabase;

/**
 * A slice of a run on the server: takes the lease, drives an engine until time or memory is short, hands on.
 */
class Chunk {

	/** What the owner of a lease begins with that is no browser. */
	private const SERVER = 'server:';

	private const SECONDS      = 20;
	private const STEP_SECONDS = 20.0;
	private const MEMORY_SHARE = 0.8;

	/** A step that ended a host so often ends the run. */
	private const MAX_ATTEMPTS = 5;

	/** @param callable(Run):void $finished hears of a run that ends here. */
	public function __construct(
		private RunRepository $runs,
		private Lease $lease,
		private Executor $executor,
		private StartFrame $frames,
		private EngineChooser $engines,
		private LogWriter $logs,
		private Clock $clock,
		private $finished
	) {}

	/** Works on a run; does nothing when another host has it, or it is over. */
	public function work( int $id, ?float $seconds = null ): void {
		LostDatabase::ends( fn() => $this->take( $id, $seconds ) );
	}

	private function take( int $id, ?float $seconds ): void {
		$run = $this->runs->find( $id );
		if ( null === $run || null !== $this->runs->blocker( $run ) ) {
			return;
		}
		$owner = self::SERVER . bin2hex( random_bytes( 8 ) );
		$before = $this->runs->find( $id );
		if ( null === $before || ! $this->lease->take( $id, $owner ) ) {
			return;
		}
		$run = $this->runs->find( $id );
		if ( null === $run ) {
			return;
		}
		if ( '' !== $before->lease_owner ) {
			$this->taken_over( $run, str_starts_with( $before->lease_owner, self::SERVER ) );
		}
		$engine = null;
		try {
			if ( $run->attempts >= self::MAX_ATTEMPTS ) {
				throw RunFault::worn_out( $run->attempts );
			}
			// Counted before the work: a process that dies cannot count afterwards.
			$this->runs->count_attempt( $id );
			$engine = $this->engines->open();
			$this->drive( $engine, $run, $owner, $seconds ?? self::seconds() );
		} catch ( Fault $fault ) {
			$this->failed( $run, $owner, $fault );
		} catch ( \Throwable $error ) {
			$this->failed( $run, $owner, new Fault( 'internal', $error->getMessage(), __( 'The run is tried again from its last step.', 'unopim-connector' ), '', 500, $error ) );
		} finally {
			$engine?->close();
			$this->lease->release( $id, $owner );
		}
	}

	private function drive( Engine $engine, Run $run, string $owner, float $seconds ): void {
		$until  = $this->clock->ticks() + $seconds;
		$answer = $engine->send( $this->frames->build( $run, PhpEngine::NAME === $engine->name() ? PhpEngine::BATCH : PHP_INT_MAX ) );
		for ( $steps = 0; ; $steps++ ) {
			$frame = Frame::decode( $answer );
			if ( 'error' === $frame->type() ) {
				throw EngineFault::refused( is_array( $frame->json['error'] ?? null ) ? $frame->json['error'] : array() );
			}
			// One step at least, or a host with little memory would hand on for ever.
			if ( $steps > 0 && 'step' === $frame->type() && ( $this->clock->ticks() >= $until || $this->memory_is_short() ) ) {
				// The engine has taken in what was read, so its next checkpoint is the place to go on from.
				$this->executor->accept( $run, $owner, $frame );
				return;
			}
			$reply = $this->executor->answer( $run, $owner, $frame, self::STEP_SECONDS );
			if ( 'responses' !== $reply->kind ) {
				return;
			}
			unset( $frame, $answer );
			$answer = $engine->send( $reply->frame );
		}
	}

	/** Its host did not give it back: it died, or is too slow. */
	private function taken_over( Run $run, bool $from_server ): void {
		$this->logs->write(
			$run->log_columns() + array(
				'level'   => 'warn',
				'op'      => 'upkeep',
				'code'    => 'taken_over',
				/* translators: %d: number of a run */
				'message' => sprintf( __( 'The host that drove run %d ended without a word. Another goes on from its last step; nothing is lost.', 'unopim-connector' ), $run->id ),
				'hint'    => $from_server ? __( 'If it happens again, see the server’s error log, and raise PHP’s time and memory limits.', 'unopim-connector' ) : __( 'A browser tab was closed or lost its connection; there is nothing to do.', 'unopim-connector' ),
			)
		);
	}

	private function failed( Run $run, string $owner, Fault $fault ): void {
		if ( 'lease_lost' === $fault->slug() ) {
			return; // Stopped by somebody, or another host goes on.
		}
		$this->logs->fault( $fault, $run->log_columns() + array( 'op' => $run->kind() ) );
		$final = $fault instanceof RunFault || ( $fault instanceof EngineFault && ! in_array( $fault->slug(), array( 'engine_died', 'engine_timeout' ), true ) );
		if ( $final ) {
			$result = Report::result( array( 'status' => 'failed', 'counts' => $run->progress['counts'] ?? null, 'error' => array( 'code' => $fault->slug(), 'path' => $fault->path(), 'message' => $fault->getMessage(), 'hint' => $fault->next_step() ) ) );
			$this->lease->finish( $run->id, $owner, 'failed', 0, (string) wp_json_encode( $result ), (string) wp_json_encode( $run->progress ) );
			$after = $this->runs->find( $run->id );
			if ( null !== $after ) {
				( $this->finished )( $after );
			}
			return;
		}
		// A pause before the next try, longer each time.
		$this->runs->set_wait( $run->id, $this->clock->now() + 5 * 2 ** min( $run->attempts, 6 ) );
	}

	private function memory_is_short(): bool {
		$limit = wp_convert_hr_to_bytes( (string) ini_get( 'memory_limit' ) );
		return $limit > 0 && memory_get_usage( true ) > $limit * self::MEMORY_SHARE;
	}

	private static function seconds(): float {
		/**
		 * Filters how long a chunk works before it hands on.
		 *
		 * @param int $seconds
		 */
		return (float) max( 1, min( 300, (int) apply_filters( 'unopim_connector_chunk_seconds', self::SECONDS ) ) );
	}
}
