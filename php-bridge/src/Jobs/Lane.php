<?php
declare(strict_types=1);

namespace UnoPim\Connector\Jobs;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Lock;
use UnoPim\Connector\Platform\LockTimeout;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Run\Chunk;
use UnoPim\Connector\Run\RunRepository;

/**
 * The one lane of background work: an action "continue run 17", which works for a chunk and schedules the next. There is
 * never more than one of them pending, however many runs wait; the run that has waited longest comes first.
 */
class Lane {

	public const HOOK = 'unopim_connector_continue';

	public function __construct( private RunRepository $runs, private Chunk $chunk, private Actions $actions, private Lock $lock, private Clock $clock, private Schema $schema ) {}

	public function work( int $run ): void {
		if ( ! $this->schema->is_current() ) {
			return; // An update was installed and no admin page opened yet; the minute tick asks again.
		}
		try {
			$this->chunk->work( $run );
		} finally {
			$this->schedule();
		}
	}

	/** Sees to it that the next chunk is scheduled when there is one to come. */
	public function schedule(): void {
		if ( ! $this->actions->are_available() ) {
			return;
		}
		try {
			$this->lock->with( 'lane', 5.0, fn() => $this->schedule_locked(), 3 );
		} catch ( LockTimeout ) {
			return; // Whoever holds it does the same.
		}
	}

	private function schedule_locked(): void {
		$time = $this->runs->next_time();
		if ( null === $time ) {
			return;
		}
		$time    = max( $time, $this->clock->now() );
		$pending = $this->actions->pending_at( self::HOOK );
		if ( null !== $pending && $pending <= $time ) {
			return;
		}
		if ( null !== $pending ) {
			$this->actions->cancel( self::HOOK );
		}
		$this->actions->once( $time, self::HOOK, array( $this->runs->next_due() ?? $this->runs->next_waiting() ?? 0 ) );
	}
}
