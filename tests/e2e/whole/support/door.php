<?php
/**
 * Must-use plugin: what a test asks of the site's own web server, whose PHP stays warm. `actions` runs Action Scheduler's due actions, as the
 * site's cron would, until none is due (with `tick` the minute is always over before); `look` reads the whole shop.
 *
 * @package UnoPim\Connector
 */

add_action(
	'wp_loaded',
	static function () {
		$what = $_GET['unopim_whole'] ?? null;
		if ( null === $what ) {
			return;
		}
		wp_set_current_user( 1 );
		if ( 'actions' === $what ) {
			$total = 0;
			do {
				if ( isset( $_GET['tick'] ) ) {
					do_action( 'unopim_connector_tick' );
				}
				$ran    = ActionScheduler_QueueRunner::instance()->run( 'UnoPim Connector tests' );
				$total += $ran;
			} while ( $ran > 0 );
			wp_send_json( $total );
		}
		wp_send_json( require __DIR__ . '/whole/look.php' );
	},
	100
);
