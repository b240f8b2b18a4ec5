<?php
declare(strict_types=1);

namespace UnoPim\Connector\Jobs;

use UnoPim\Connector\Logs\LogTrimmer;
use UnoPim\Connector\Settings\GeneralSettings;
use UnoPim\Connector\Source\Connection;
use UnoPim\Connector\Source\Session;
use UnoPim\Connector\Source\SourceFault;

/**
 * What happens by the clock: every minute the watchdog (runs that nobody drives any more go on) and the token's renewal;
 * once a day the trimming of the log.
 */
class Upkeep {

	public const TICK  = 'unopim_connector_tick';
	public const DAILY = 'unopim_connector_daily';

	/** Set while the actions are known to be scheduled. */
	public const CHECKED = 'unopim_connector_schedule_checked';

	public function __construct( private Actions $actions, private Lane $lane, private Connection $connection, private Session $session, private LogTrimmer $trimmer, private GeneralSettings $settings ) {}

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
		$this->trimmer->run( (int) $this->settings->get( 'log_retention_days' ) );
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
