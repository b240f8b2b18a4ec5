<?php
/**
 * Must-use plugin of test sites: with UNOPIM_KILL=php:120 this process dies by SIGKILL before its 120th query, with engine:120 the engine's
 * process does. Queries are counted from the moment WordPress is loaded, so the same number is the same moment of the same run.
 *
 * @package UnoPim\Connector
 */

$unopim_kill = getenv( 'UNOPIM_KILL' );
if ( is_string( $unopim_kill ) && preg_match( '/^(php|engine):(\d+)$/', $unopim_kill, $unopim_parts ) ) {
	add_action(
		'wp_loaded',
		static function () use ( $unopim_parts ) {
			list( , $victim, $at ) = $unopim_parts;
			$count                 = 0;
			add_filter(
				'query',
				static function ( $sql ) use ( $victim, $at, &$count ) {
					if ( ++$count < (int) $at ) {
						return $sql;
					}
					$own = getmypid();
					if ( 'php' === $victim ) {
						posix_kill( $own, 9 );
					}
					// Once; before the engine is started the moment is the first query that finds it.
					foreach ( array_filter( explode( ' ', trim( (string) file_get_contents( "/proc/{$own}/task/{$own}/children" ) ) ) ) as $child ) {
						posix_kill( (int) $child, 9 );
						$count = PHP_INT_MIN;
					}
					return $sql;
				}
			);
		}
	);
}
