<?php
declare(strict_types=1);

namespace UnoPim\Connector\Jobs;

use UnoPim\Connector\Logs\LogWriter;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Run\RunRepository;

/** Finds runs whose host gave no sign of life for five minutes. They go on by the lane; here it is only said. */
class Watchdog {

	public function __construct( private RunRepository $runs, private LogWriter $logs, private Clock $clock ) {}

	public function look(): void {
		foreach ( $this->runs->stalled() as $run ) {
			$this->logs->write(
				$run->log_columns() + array(
					'level'   => 'warn',
					'op'      => 'upkeep',
					'code'    => 'stalled',
					/* translators: %d: number of a run */
					'message' => sprintf( __( 'Run %d gave no sign of life for five minutes. It goes on from its last step.', 'unopim-connector' ), $run->id ),
					'hint'    => __( 'If it happens again, see the server’s error log.', 'unopim-connector' ),
				)
			);
			/**
			 * Fires when a run has stalled, before it goes on.
			 *
			 * @param array<string,mixed> $run as the routes show it
			 */
			do_action( 'unopim_connector_run_stalled', $run->to_rest( $this->clock->now() ) );
			// Said once; the next host has five minutes too.
			$this->runs->touch( $run->id );
		}
	}
}
