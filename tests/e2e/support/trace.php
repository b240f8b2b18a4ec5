<?php
/**
 * Must-use plugin of test sites: with UNOPIM_TRACE=FILE every write to the shop is noted there, with the time and the lease under which it was made.
 * With UNOPIM_CHUNK=1 a chunk of a run lasts that many seconds.
 *
 * @package UnoPim\Connector
 */

if ( getenv( 'UNOPIM_CHUNK' ) ) {
	add_filter( 'unopim_connector_chunk_seconds', static fn() => (int) getenv( 'UNOPIM_CHUNK' ) );
}
if ( getenv( 'UNOPIM_TRACE' ) ) {
	$unopim_owner = '';
	add_filter(
		'query',
		static function ( $sql ) use ( &$unopim_owner ) {
			if ( preg_match( "/^UPDATE `?wp_unopim_runs`? SET lease_owner = '(server:\w+)'/", $sql, $parts ) ) {
				$unopim_owner = $parts[1];
			} elseif ( preg_match( '/^\s*(?:INSERT|REPLACE|UPDATE|DELETE)\b[^(]*?`?wp_(?:posts|postmeta|terms|termmeta|term_taxonomy|term_relationships|wc_product_meta_lookup|unopim_links|unopim_operations)`?\s/i', $sql ) ) {
				file_put_contents( getenv( 'UNOPIM_TRACE' ), hrtime( true ) . " {$unopim_owner}\n", FILE_APPEND | LOCK_EX );
			}
			return $sql;
		}
	);
}
