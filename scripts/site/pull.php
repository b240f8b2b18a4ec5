<?php
/**
 * pull.php SITE JOB [CHUNKS]: starts a run, or goes on with the run whose number JOB is, and works on it chunk by chunk, as the server's own
 * lane would, to its end or for so many chunks. Prints one JSON line. A site with the watching must-use plugin says what was really done to the shop.
 *
 * @package UnoPim\Connector
 */

use UnoPim\Connector\Engine\EngineChooser;
use UnoPim\Connector\Platform\Plugin;
use UnoPim\Connector\Run\Chunk;
use UnoPim\Connector\Run\Run;
use UnoPim\Connector\Run\RunRepository;
use UnoPim\Connector\Run\RunStarter;

require __DIR__ . '/load.php';

$container = Plugin::container();
$runs      = $container->get( RunRepository::class );
$chunk     = $container->get( Chunk::class );
$id        = ctype_digit( $argv[2] ) ? (int) $argv[2] : $container->get( RunStarter::class )->start( json_decode( $argv[2], true, 16, JSON_THROW_ON_ERROR ), 'cli', 1 )->run->id;
$started   = hrtime( true );
$left      = (int) ( $argv[3] ?? PHP_INT_MAX );
do {
	$chunk->work( $id );
	--$left;
	$run  = $runs->find( $id );
	$over = in_array( $run->status, Run::FINAL, true );
	if ( ! $over && $left > 0 ) {
		// The run waits for UnoPim, or another host still holds it.
		sleep( max( 0, min( 5, max( $run->wait_until, $run->lease_until ) - time() ) ) );
	}
} while ( ! $over && $left > 0 );
$seconds = ( hrtime( true ) - $started ) / 1e9;

echo wp_json_encode(
	array(
		'id'      => $id,
		'status'  => $run->status,
		'counts'  => $run->result['counts'] ?? null,
		'error'   => $run->result['error'] ?? null,
		'engine'  => $container->get( EngineChooser::class )->status()['name'],
		'seconds' => round( $seconds, 3 ),
		'peak_mb' => round( memory_get_peak_usage( true ) / ( 1 << 20 ), 1 ),
		'watch'   => $GLOBALS['unopim_watch'] ?? null,
	)
), "\n";
