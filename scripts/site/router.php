<?php
/**
 * Router for `php -S`: static files as they are, the rest to WordPress.
 *
 * @package UnoPim\Connector
 */

$root = rtrim( $_SERVER['DOCUMENT_ROOT'], '/' );
$path = urldecode( (string) parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH ) );
if ( '/' !== $path && is_file( $root . $path ) ) {
	return false;
}
$script = '/index.php';
if ( is_dir( $root . $path ) && is_file( rtrim( $root . $path, '/' ) . '/index.php' ) ) {
	if ( ! str_ends_with( $path, '/' ) ) {
		header( 'Location: ' . $path . '/' );
		return true;
	}
	$script = rtrim( $path, '/' ) . '/index.php';
}
$_SERVER['SCRIPT_NAME'] = $script;
$_SERVER['PHP_SELF']    = $script;
chdir( dirname( $root . $script ) );
require $root . $script;
return true;
