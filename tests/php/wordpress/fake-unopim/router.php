<?php
/**
 * A UnoPim for `php -S`: a token endpoint, three lists, and whatever the test tells it to do. FAKE_FOLDER holds `mode.json` (written by the
 * test) and `seen.jsonl` (one line a request, written here).
 *
 * mode.json: `status` by path prefix, `body` by path prefix, `html` paths, `delay` seconds of a sign-in, `hang` seconds by path prefix, `revoked` access tokens
 *
 * @package UnoPim\Connector
 */

$folder = getenv( 'FAKE_FOLDER' );
$mode   = json_decode( (string) @file_get_contents( "$folder/mode.json" ), true ) ?: array();
$path   = parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH );
$body   = (string) file_get_contents( 'php://input' );
file_put_contents(
	"$folder/seen.jsonl",
	json_encode( array( 'method' => $_SERVER['REQUEST_METHOD'], 'path' => $path, 'query' => $_SERVER['QUERY_STRING'] ?? '', 'headers' => array_change_key_case( getallheaders() ), 'body' => $body, 'form' => $_POST, 'files' => array_map( static fn( $file ) => array( $file['name'], $file['type'], sha1( (string) @file_get_contents( $file['tmp_name'] ) ) ), $_FILES ) ) ) . "\n",
	FILE_APPEND | LOCK_EX
);

$say = static function ( int $status, array $data, array $headers = array() ): void {
	http_response_code( $status );
	header( 'Content-Type: application/json' );
	foreach ( $headers as $name => $value ) {
		header( "$name: $value" );
	}
	echo json_encode( $data );
	exit;
};
foreach ( $mode['status'] ?? array() as $prefix => $status ) {
	if ( str_starts_with( $path, $prefix ) ) {
		$say( $status, $mode['body'][ $prefix ] ?? array( 'error' => "status $status" ), $mode['headers'][ $prefix ] ?? array() );
	}
}
foreach ( $mode['hang'] ?? array() as $prefix => $seconds ) {
	if ( str_starts_with( $path, $prefix ) ) {
		usleep( (int) ( $seconds * 1e6 ) );
	}
}
foreach ( $mode['html'] ?? array() as $prefix ) {
	if ( str_starts_with( $path, $prefix ) ) {
		header( 'Content-Type: text/html' );
		echo '<!DOCTYPE html><title>Some page</title>';
		exit;
	}
}
if ( '/oauth/token' === $path ) {
	usleep( (int) ( ( $mode['delay'] ?? 0 ) * 1e6 ) );
	$given = json_decode( $body, true );
	if ( 'client-1' !== ( $given['client_id'] ?? '' ) || 'top-secret-value' !== ( $given['client_secret'] ?? '' ) ) {
		$say( 401, array( 'error' => 'invalid_client', 'message' => 'Client authentication failed' ) );
	}
	if ( 'password' === $given['grant_type'] && ( 'admin@example.test' !== $given['username'] || 'top-password-value' !== $given['password'] ) ) {
		$say( 400, array( 'error' => 'invalid_grant', 'error_description' => 'The user credentials were incorrect.' ) );
	}
	$say( 200, array( 'token_type' => 'Bearer', 'expires_in' => $mode['expires_in'] ?? 3600, 'access_token' => 'access-' . bin2hex( random_bytes( 8 ) ), 'refresh_token' => 'refresh-' . bin2hex( random_bytes( 8 ) ) ) );
}
$token = substr( $_SERVER['HTTP_AUTHORIZATION'] ?? '', 7 );
if ( ! str_starts_with( $token, 'access-' ) || in_array( $token, $mode['revoked'] ?? array(), true ) ) {
	$say( 401, array( 'error' => 'Unauthenticated.' ) );
}
$list = static fn( array $rows ) => $say( 200, array( 'data' => $rows, 'current_page' => 1, 'last_page' => 1, 'total' => count( $rows ), 'links' => array() ), array( 'ETag' => '"list-1"', 'X-RateLimit-Limit' => '60', 'X-Secret' => 'not for the engine' ) );
switch ( $path ) {
	case '/api/v1/rest/locales':
		$list( array( array( 'code' => 'en_US' ), array( 'code' => 'de_DE' ) ) );
		break;
	case '/api/v1/rest/channels':
		$list( array( array( 'code' => 'default', 'root_category' => 'root', 'locales' => array( 'en_US', 'de_DE' ), 'currencies' => array( 'EUR' ), 'labels' => array( 'en_US' => 'Main' ) ), array( 'code' => 'web', 'root_category' => null, 'locales' => array( 'en_US' ), 'currencies' => array( 'USD' ), 'labels' => array() ) ) );
		break;
	case '/api/v1/rest/currencies':
	case '/api/v1/rest/categories':
	case '/api/v1/rest/category-fields':
	case '/api/v1/rest/attributes':
	case '/api/v1/rest/attribute-groups':
	case '/api/v1/rest/families':
	case '/api/v1/rest/products':
	case '/api/v1/rest/configurable-products':
		$list( array() );
		break;
	case '/api/v1/rest/raw':
		header( 'Content-Type: application/json' );
		echo "{\"data\":[ 1.0 ,\"\\u00e4\"],\n \"x\":\"\xff\"}";
		exit;
	case '/api/v1/rest/large':
		header( 'Content-Type: application/json' );
		echo str_repeat( 'x', 17 * 1024 * 1024 );
		exit;
	case '/api/v1/rest/away':
		header( 'Location: /api/v1/rest/locales', true, 302 );
		exit;
}
$say( 404, array( 'error' => '404 Page Not Found' ) );
