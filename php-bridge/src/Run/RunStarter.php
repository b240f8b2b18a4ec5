<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Platform\Lock;
use UnoPim\Connector\Platform\LockTimeout;
use UnoPim\Connector\Source\Connection;
use UnoPim\Connector\Source\SourceFault;

/** Starts runs, where they may be started: by button, schedule, webhook or command alike. */
class RunStarter {

	/** Patience with whoever starts a run, in seconds; one that died meanwhile counts for less, so that it turns nobody away. */
	private const PATIENCE = 10.0;
	private const HOLD     = 5;

	public function __construct(
		private RunRepository $runs,
		private Job $jobs,
		private StartFrame $frames,
		private Plans $plans,
		private UndoRules $undo,
		private RunGate $gate,
		private Connection $connection,
		private Lock $lock,
		private Clock $clock
	) {}

	/**
	 * @param array<mixed> $job      see `Job`
	 * @param string       $origin   `admin`, `schedule`, `webhook`, `retry`, `cli`
	 * @param string       $owner    who drives it first; '' for the server's own lane
	 * @param bool         $may_wait false: refused while another run of the channel is not over
	 * @throws Fault
	 */
	public function start( array $job, string $origin, int $user_id, string $owner = '', bool $may_wait = true ): Started {
		$job   = $this->jobs->check( $job );
		$about = null;
		if ( 'apply' === $job['kind'] ) {
			$about = $this->plans->find( $job['plan'] );
		} elseif ( 'undo' === $job['kind'] ) {
			$about = $this->undo->find( $job['run'] );
		}
		if ( null !== $about ) {
			$job += array( 'channel' => $about->channel(), 'locale' => $about->locale() ) + ( $about->is_push() ? array( 'of' => 'push' ) : array() );
		}
		if ( ( 'undo' !== $job['kind'] || Job::is_push( $job ) ) && ! $this->connection->is_complete() ) {
			throw SourceFault::not_connected();
		}
		if ( in_array( $job['kind'], RunGate::READS, true ) ) {
			return Started::now( $this->create( $job, $origin, $user_id, $owner ) );
		}
		if ( $this->gate->is_dry() && in_array( $job['kind'], Job::PLANNABLE, true ) ) {
			$job['dry'] = true;
		}
		$this->gate->check( $job, $user_id );
		try {
			// One at a time, or two requests would find no run and start two.
			$started = $this->lock->with( 'start', self::PATIENCE, fn() => $this->start_locked( $job, $about, $origin, $user_id, $owner, $may_wait ), self::HOLD );
		} catch ( LockTimeout ) {
			throw RunFault::blocked( 'busy', __( 'Another run is being started.', 'unopim-connector' ), __( 'Try again in a moment.', 'unopim-connector' ) );
		}
		if ( ! $started->joined ) {
			$this->tell( $started->run );
		}
		return $started;
	}

	/** @param array<string,mixed> $job */
	private function start_locked( array $job, ?Run $about, string $origin, int $user_id, string $owner, bool $may_wait ): Started {
		$active = $this->runs->active( $job['channel'], 'images' === $job['kind'] ? array( 'images' ) : Run::EXCLUSIVE, $job['kind'] );
		foreach ( $active as $run ) {
			if ( Job::is_same( $run->job, $job ) ) {
				return Started::joined( $run );
			}
		}
		if ( 'apply' === $job['kind'] ) {
			$this->plans->check_ready( $about );
		} elseif ( 'undo' === $job['kind'] ) {
			$this->undo->check( $about );
		}
		$older = end( $active );
		if ( false === $older ) {
			return Started::now( $this->create( $job, $origin, $user_id, $owner, $about?->id ) );
		}
		if ( ! $may_wait ) {
			throw RunFault::active( $older );
		}
		return Started::behind( $this->create( $job, $origin, $user_id, '', $about?->id ), $older->id );
	}

	/** @param array<string,mixed> $job */
	private function create( array $job, string $origin, int $user_id, string $owner, ?int $about = null ): Run {
		return $this->runs->create( $job, $this->frames->revision( $job['channel'], $job['locale'], Job::is_push( $job ) ), $origin, $user_id, $owner, '' === $owner ? 0 : $this->clock->now() + Lease::SECONDS, $about );
	}

	private function tell( Run $run ): void {
		/**
		 * Fires when a run was started.
		 *
		 * @param array<string,mixed> $run as the routes show it
		 */
		do_action( 'unopim_connector_run_started', $run->to_rest( $this->clock->now() ) );
		if ( 'apply' === $run->kind() ) {
			/**
			 * Fires before a plan is applied.
			 *
			 * @param int $plan its number
			 */
			do_action( 'unopim_connector_before_apply', (int) $run->of_run );
		}
	}
}
