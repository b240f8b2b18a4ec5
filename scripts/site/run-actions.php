<?php
/**
 * Runs Action Scheduler's due actions, as the site's own cron would, until none is due or the second argument's seconds are over.
 * Prints how many were run.
 *
 * @package UnoPim\Connector
 */

require __DIR__ . '/load.php';
$end   = microtime( true ) + (float) ( $argv[2] ?? 60 );
$total = 0;
do {
	$ran    = ActionScheduler_QueueRunner::instance()->run( 'UnoPim Connector tests' );
	$total += $ran;
} while ( $ran > 0 && microtime( true ) < $end );
echo $total, "\n";
