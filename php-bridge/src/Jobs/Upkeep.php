<?php
declare(strict_types=1);

namespace UnoPim\Connector\Jobs;

use UnoPim\Connector\Logs\LogTrimmer;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Run\Budget;
use UnoPim\Connector\Run\RunStarter;
use UnoPim\Connector\Run\RunTrimmer;
use UnoPim\Connector\Settings\GeneralSettings;
use UnoPim\Connector\Source\Connection;
use UnoPim\Connector\Source\ConnectionState;
use UnoPim\Connector\Source\Session;
use UnoPim\Connector\Source\SourceFault;

/**
 * What happens by the clock: every minute the schedules, the queues, the watchdog (runs that nobody drives any more go on) and the
 * token's renewal; once a day the trimming of logs and runs, a look for what is gone from UnoPim, and at what UnoPim can do.
 */
class Upkeep {

	public const TICK  = 'unopim_connector_tick';
	public const DAILY = 'unopim_connector_daily';

	/** Set while the actions are known to be scheduled. */
	public const CHECKED = 'unopim_connector_schedule_checked';

	public function __construct(
		private Actions $actions,
		private Lane $lane,
		private Scheduler $scheduler,
		private Queues $queues,
		private Watchdog $watchdog,
		private Connection $connection,
		private ConnectionState $state,
		private Session $session,
		private RunStarter $starter,
		private LogTrimmer $logs,
		private RunTrimmer $runs,
		private Budget $budget,
		private GeneralSettings $settings,
		private Runner $runner,
		private Schema $schema
	) {}

	public function ensure(): void {
		$this->actions->every( MINUTE_IN_SECONDS, self::TICK );
		$this->actions->every( DAY_IN_SECONDS, self::DAILY );
	}

	public function ensure_hourly(): void {
		if ( $this->actions->are_available() ) {
			set_transient( self::CHECKED, '1', HOUR_IN_SECONDS );
			$this->ensure();
		}
	}

	public function tick(): void {
		if ( ! $this->schema->is_current() ) {
			return; // An update was installed and no admin page opened yet.
		}
		$this->runner->ticked();
		$this->watchdog->look();
		$this->scheduler->tick();
		$this->queues->tick();
		if ( $this->state->is_doubted() ) {
			$this->state->settle();
			$this->probe();
		}
		$this->lane->schedule();
		$this->renew_token();
	}

	public function daily(): void {
		if ( ! $this->schema->is_current() ) {
			return;
		}
		$settings = $this->settings->all();
		$this->logs->run( (int) $settings['log_retention_days'] );
		$this->runs->run( (int) $settings['undo_retention_days'], (int) $settings['log_retention_days'] );
		$this->budget->trim();
		$this->probe();
		$this->scheduler->deletions();
		$this->lane->schedule();
	}

	/** UnoPim may have been updated. */
	private function probe(): void {
		try {
			$this->starter->start( array( 'kind' => 'probe' ), 'schedule', 0 );
		} catch ( Fault ) {
			return; // Not connected: nothing to find out.
		}
	}

	/** So that the first page of the day does not have to. */
	private function renew_token(): void {
		if ( ! $this->connection->is_complete() ) {
			return;
		}
		try {
			$this->session->token( $this->connection->credentials() );
		} catch ( SourceFault ) {
			return; // The badge says it; the next use tries again.
		}
	}
}
