<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Logs\ShopLog;
use UnoPim\Connector\Source\ConnectionState;

/** What follows the end of a run: a line in WooCommerce's log, what a probe found out, and an action for others. */
class RunEnd {

	public function __construct( private ConnectionState $state, private ShopLog $log ) {}

	public function tell( Run $run ): void {
		if ( 'probe' === $run->kind() && 'done' === $run->status && is_array( $run->result['value'] ?? null ) ) {
			$this->state->probed( (object) $run->result['value'] );
		}
		$counts = array_filter( (array) ( $run->result['counts'] ?? array() ) );
		$words  = implode( ', ', array_map( static fn( $name, $count ) => "{$name} {$count}", array_keys( $counts ), $counts ) );
		$error  = $run->result['error'] ?? null;
		$this->log->line(
			'failed' === $run->status ? 'error' : ( 'done' === $run->status ? 'info' : 'warn' ),
			sprintf( 'Run %d (%s, %s, %s): %s. %s', $run->id, $run->kind(), $run->channel(), $run->locale(), $run->status, is_array( $error ) ? $error['code'] . ': ' . $error['message'] : $words )
		);
		/**
		 * Fires when a run has ended.
		 *
		 * @param array<string,mixed> $run as the routes show it
		 */
		do_action( 'unopim_connector_run_finished', $run->to_rest( time() ) );
	}
}
