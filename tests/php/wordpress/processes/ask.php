<?php
/**
 * One of several processes that need the token at the same moment: waits for a file to appear, asks UnoPim once, prints the status.
 *
 * @package UnoPim\Connector
 */

require dirname( __DIR__ ) . '/load-site.php';

$client = UnoPim\Connector\Platform\Plugin::container()->get( UnoPim\Connector\Source\Client::class );
echo "ready\n";
for ( $wait = 0; $wait < 1000 && ! is_file( $argv[1] ); $wait++ ) {
	usleep( 10_000 );
}
$answer = $client->get_all( array( array( 'path' => 'locales', 'query' => array(), 'etag' => null ) ) )[0];
echo $answer instanceof UnoPim\Connector\Source\HttpAnswer ? $answer->status : $answer->slug(), "\n";
