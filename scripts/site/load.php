<?php
/**
 * Loads the site whose folder is the first argument, as its administrator.
 *
 * @package UnoPim\Connector
 */

$_SERVER += array(
	'HTTP_HOST'       => '127.0.0.1',
	'SERVER_NAME'     => '127.0.0.1',
	'REQUEST_URI'     => '/',
	'REQUEST_METHOD'  => 'GET',
	'SERVER_PROTOCOL' => 'HTTP/1.1',
	'REMOTE_ADDR'     => '127.0.0.1',
);
require $argv[1] . '/wp-load.php';
if ( ! wp_installing() ) {
	wp_set_current_user( 1 );
}
