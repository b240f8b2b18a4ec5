<?php
/**
 * Must-use plugin of test sites: with UNOPIM_STOP=20:INSERT INTO `wp_posts` this process stops (SIGSTOP) before the 20th query that begins so. It is then
 * as slow as a host can be, until somebody lets it go on (SIGCONT). Queries are counted from the moment WordPress is loaded.
 *
 * @package UnoPim\Connector
 */

$unopim_stop = getenv( 'UNOPIM_STOP' );
if ( is_string( $unopim_stop ) && preg_match( '/^(\d+):(.+)$/s', $unopim_stop, $unopim_parts ) ) {
	add_action(
		'wp_loaded',
		static function () use ( $unopim_parts ) {
			list( , $at, $beginning ) = $unopim_parts;
			$count                    = 0;
			add_filter(
				'query',
				static function ( $sql ) use ( $at, $beginning, &$count ) {
					if ( str_starts_with( ltrim( $sql ), $beginning ) && ++$count === (int) $at ) {
						posix_kill( getmypid(), 19 );
					}
					return $sql;
				},
				PHP_INT_MAX
			);
		}
	);
}
