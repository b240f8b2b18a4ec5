<?php
/**
 * Runs Action Scheduler's due actions, as the site's own cron would, until none is due or the second argument's seconds are over.
 * Prints how many were run. UNOPIM_TICKS lets every minute end here, wherever a slow machine might have it.
 *
 * @package UnoPim\Connector
 */

require __DIR__ . '/load.php';
$end   = microtime( true ) + (float) ( $argv[2] ?? 60 );
$total = 0;
do {
	if ( getenv( 'UNOPIM_TICKS' ) ) {
		do_action( 'unopim_connector_tick' );
	}
	$ran    = ActionScheduler_QueueRunner::instance()->run( 'UnoPim Connector tests' );
	$total += $ran;
} while ( $ran > 0 && microtime( true ) < $end );
echo $total, "\n";
