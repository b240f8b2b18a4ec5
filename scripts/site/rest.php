<?php
/**
 * rest.php SITE METHOD ROUTE [BODY]: asks one of the site's REST routes as its administrator, without a web server. A route may end in a query.
 * Prints {"status": …, "data": …}.
 *
 * @package UnoPim\Connector
 */

require __DIR__ . '/load.php';
list( , , $method, $route ) = $argv;

$parts   = explode( '?', $route, 2 );
$request = new WP_REST_Request( $method, '/' . ltrim( $parts[0], '/' ) );
if ( isset( $parts[1] ) ) {
	parse_str( $parts[1], $query );
	$request->set_query_params( $query );
}
$nonce                       = wp_create_nonce( 'wp_rest' );
$_SERVER['HTTP_X_WP_NONCE']  = $nonce;
$request->set_header( 'X-WP-Nonce', $nonce );
if ( isset( $argv[4] ) ) {
	$request->set_header( 'Content-Type', 'application/json' );
	$request->set_body( $argv[4] );
}
$response = rest_do_request( $request );
echo wp_json_encode(
	array(
		'status' => $response->get_status(),
		'data'   => rest_get_server()->response_to_data( $response, false ),
	)
), "\n";
