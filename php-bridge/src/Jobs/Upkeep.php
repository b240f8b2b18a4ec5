<?php
declare(strict_types=1);

namespace UnoPim\Connector\Jobs;

use UnoPim\Connector\Logs\LogTrimmer;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Run\RunStarter;
use UnoPim\Connector\Run\RunTrimmer;
use UnoPim\Connector\Settings\GeneralSettings;
use UnoPim\Connector\Source\Connection;
use UnoPim\Connector\Source\Session;
use UnoPim\Connector\Source\SourceFault;

/**
 * What happens by the clock: every minute the watchdog (runs that nobody drives any more go on) and the token's renewal;
 * once a day the trimming of logs and runs, and a look at what UnoPim can do.
 */
class Upkeep {

	public const TICK  = 'unopim_connector_tick';
	public const DAILY = 'unopim_connector_daily';

	/** Set while the actions are known to be scheduled. */
	public const CHECKED = 'unopim_connector_schedule_checked';

	public function __construct( private Actions $actions, private Lane $lane, private Connection $connection, private Session $session, private RunStarter $starter, private LogTrimmer $logs, private RunTrimmer $runs, private GeneralSettings $settings ) {}

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
		$this->lane->schedule();
		$this->renew_token();
	}

	public function daily(): void {
		$settings = $this->settings->all();
		$this->logs->run( (int) $settings['log_retention_days'] );
		$this->runs->run( (int) $settings['undo_retention_days'], (int) $settings['log_retention_days'] );
		$this->probe();
	}

	/** UnoPim may have been updated. */
	private function probe(): void {
		try {
			$this->starter->start( array( 'kind' => 'probe' ), 'schedule', 0 );
			$this->lane->schedule();
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
