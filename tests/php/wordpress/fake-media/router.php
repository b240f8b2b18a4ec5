<?php
/**
 * A server of files for `php -S`. FAKE_FOLDER holds `files.json` (path => how it is answered, written by the test) and `seen.jsonl` (a line a
 * request, written here).
 *
 * Of a file: `status`, `headers`, `body` (base64), `repeat` (the body so many times), `etag` and `modified` (answered with 304 where they fit).
 *
 * @package UnoPim\Connector
 */

$folder = getenv( 'FAKE_FOLDER' );
$files  = json_decode( (string) file_get_contents( "$folder/files.json" ), true ) ?: array();
$path   = parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH );
file_put_contents( "$folder/seen.jsonl", json_encode( array( 'path' => $path, 'headers' => array_change_key_case( getallheaders() ) ) ) . "\n", FILE_APPEND | LOCK_EX );

header_remove( 'X-Powered-By' );
ini_set( 'default_mimetype', '' );
$file = $files[ $path ] ?? array( 'status' => 404, 'headers' => array( 'Content-Type' => 'text/html' ), 'body' => base64_encode( '<!DOCTYPE html><title>404</title>' ) );
foreach ( $file['headers'] ?? array() as $name => $value ) {
	header( "$name: $value" );
}
if ( isset( $file['etag'] ) ) {
	header( 'ETag: ' . $file['etag'] );
}
if ( isset( $file['modified'] ) ) {
	header( 'Last-Modified: ' . $file['modified'] );
}
if ( ( isset( $file['etag'] ) && ( $_SERVER['HTTP_IF_NONE_MATCH'] ?? '' ) === $file['etag'] ) || ( isset( $file['modified'] ) && ( $_SERVER['HTTP_IF_MODIFIED_SINCE'] ?? '' ) === $file['modified'] ) ) {
	http_response_code( 304 );
	exit;
}
http_response_code( $file['status'] ?? 200 );
for ( $n = 0; $n < ( $file['repeat'] ?? 1 ) && ! connection_aborted(); $n++ ) {
	echo base64_decode( $file['body'] ?? '' );
	flush();
}
