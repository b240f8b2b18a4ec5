<?php
declare(strict_types=1);

namespace UnoPim\Connector\Jobs;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Run\RunRepository;
use UnoPim\Connector\Run\RunStarter;
use UnoPim\Connector\Run\Started;
use UnoPim\Connector\Settings\Channels;

/** Starts what is due by the clock. It is asked every minute, so that no schedule needs an action of its own. */
class Scheduler {

	public function __construct( private JobBook $jobs, private RunStarter $starter, private RunRepository $runs, private Channels $channels, private Clock $clock ) {}

	/** Starts the jobs whose time has come; one whose last run is not over is not doubled. */
	public function tick(): void {
		$this->jobs->seen( array_keys( $this->jobs->all() ) );
		foreach ( $this->jobs->all() as $id => $job ) {
			if ( null === $job['next'] || $job['next'] > $this->clock->now() ) {
				continue;
			}
			$last = null === $job['run'] ? null : $this->runs->find( $job['run'] );
			if ( null !== $last && ! $last->is_over() ) {
				continue;
			}
			try {
				$this->start( $id, 'schedule', 0 );
			} catch ( Fault ) {
				continue; // Switched off, or not connected: it stays due, and starts once when that is over.
			}
		}
	}

	/** @throws Fault */
	public function start( string $id, string $origin, int $user_id ): Started {
		$job     = $this->jobs->find( $id );
		$wanted  = JobBook::PUSH === $job['kind']
			? array( 'kind' => 'push', 'scope' => 'all', 'channel' => $job['channel'], 'entities' => $job['entities'] )
			: array( 'kind' => 'pull', 'scope' => 'changes', 'channel' => $job['channel'], 'locale' => $job['locale'] );
		$started = $this->starter->start( $wanted, $origin, $user_id );
		$this->jobs->started( $id, $started->run->id );
		return $started;
	}

	/** The daily look for what is gone from UnoPim, in every channel that pulls. */
	public function deletions(): void {
		foreach ( $this->channels->rows() as $row ) {
			try {
				$this->starter->start( array( 'kind' => 'deletions', 'channel' => $row['code'], 'locale' => $row['default_locale'] ), 'schedule', 0 );
			} catch ( Fault ) {
				continue; // Not saved, switched off, or not connected.
			}
		}
	}
}
