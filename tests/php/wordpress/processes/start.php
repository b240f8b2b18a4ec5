<?php
/**
 * One of several processes that start the same pull. Prints what became of it.
 *
 * @package UnoPim\Connector
 */

require dirname( __DIR__ ) . '/load-site.php';

try {
	$started = UnoPim\Connector\Platform\Plugin::container()->get( UnoPim\Connector\Run\RunStarter::class )->start( array( 'kind' => 'pull', 'channel' => 'default', 'locale' => 'en_US' ), 'cli', 1 );
	echo $started->joined ? "joined\n" : "started\n";
} catch ( UnoPim\Connector\Platform\Fault $fault ) {
	echo $fault->slug(), "\n";
}
