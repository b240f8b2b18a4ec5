<?php
/**
 * pull.php SITE JOB [ENGINE]: a run to its end, as `scripts/site/pull.php` does it, and where its time went: the database (by kind and
 * table of its queries, with the drop-in beside this file), UnoPim, the engine, and the rest, which is PHP's. Prints one JSON line.
 *
 * @package UnoPim\Connector
 */

use UnoPim\Connector\Engine\Engine;
use UnoPim\Connector\Engine\EngineChooser;
use UnoPim\Connector\Engine\RunnerEngine;
use UnoPim\Connector\Platform\Plugin;
use UnoPim\Connector\Run\Chunk;
use UnoPim\Connector\Run\Run;
use UnoPim\Connector\Run\RunRepository;
use UnoPim\Connector\Run\RunStarter;
use UnoPim\Connector\Source\AddressGuard;
use UnoPim\Connector\Source\Transport;
use UnoPim\Connector\Source\WordPressTransport;

require __DIR__ . '/../../../scripts/site/load.php';

/** Nanoseconds and calls by part. */
final class Bench_Times {

	/** @var array<string, int> */
	public static array $spent = array( 'source' => 0, 'engine' => 0 );

	/** @var array<string, int> */
	public static array $calls = array( 'source' => 0, 'engine' => 0 );

	public static function of( string $part, int $calls, callable $work ): mixed {
		$start = hrtime( true );
		try {
			return $work();
		} finally {
			self::$spent[ $part ] += hrtime( true ) - $start;
			self::$calls[ $part ] += $calls;
		}
	}
}

/** An engine with a stop-watch, and an eye on the memory of its process. */
final class Bench_Engine implements Engine {

	public static int $most_kb = 0;

	public function __construct( private Engine $engine ) {}

	public function name(): string {
		return $this->engine->name();
	}

	public function send( string $frame ): string {
		return Bench_Times::of( 'engine', 1, fn() => $this->engine->send( $frame ) );
	}

	public function close(): void {
		$process = $this->engine instanceof RunnerEngine ? ( new ReflectionProperty( RunnerEngine::class, 'process' ) )->getValue( $this->engine ) : null;
		if ( is_resource( $process ) && 1 === preg_match( '/^VmHWM:\s*(\d+) kB/m', (string) file_get_contents( '/proc/' . proc_get_status( $process )['pid'] . '/status' ), $found ) ) {
			self::$most_kb = max( self::$most_kb, (int) $found[1] );
		}
		$this->engine->close();
	}
}

final class Bench_Chooser extends EngineChooser {

	protected function make( string $name ): Engine {
		return new Bench_Engine( parent::make( $name ) );
	}
}

/** A transport with a stop-watch. */
final class Bench_Transport implements Transport {

	public function __construct( private Transport $transport ) {}

	public function send( array $requests ): array {
		return Bench_Times::of( 'source', count( $requests ), fn() => $this->transport->send( $requests ) );
	}
}

add_filter( 'unopim_connector_engine', static fn() => $argv[3] ?? 'runner' );
$container = Plugin::container();
$container->set( EngineChooser::class, new Bench_Chooser( dirname( UNOPIM_CONNECTOR_FILE ) . '/build' ) );
$container->set( Transport::class, new Bench_Transport( new WordPressTransport( new AddressGuard() ) ) );
$runs   = $container->get( RunRepository::class );
$chunk  = $container->get( Chunk::class );
$loaded = 0;
$saved  = 0;
// Every product object that was read from the database, and every one that was written.
foreach ( array( 'woocommerce_product_read', 'woocommerce_product_variation_read' ) as $action ) {
	add_action( $action, static function () use ( &$loaded ): void { ++$loaded; } );
}
foreach ( array( 'woocommerce_new_product', 'woocommerce_new_product_variation', 'woocommerce_update_product', 'woocommerce_update_product_variation' ) as $action ) {
	add_action( $action, static function () use ( &$saved ): void { ++$saved; } );
}

unopim_bench_queries();
$idle  = memory_get_usage();
$start = hrtime( true );
$id    = $container->get( RunStarter::class )->start( json_decode( $argv[2], true, 16, JSON_THROW_ON_ERROR ), 'cli', 1 )->run->id;
do {
	$chunk->work( $id );
	$run = $runs->find( $id );
	if ( ! in_array( $run->status, Run::FINAL, true ) ) {
		sleep( max( 0, min( 5, $run->wait_until - time() ) ) ); // The minute allows no more requests.
	}
} while ( ! in_array( $run->status, Run::FINAL, true ) );
$seconds = ( hrtime( true ) - $start ) / 1e9;
$queries = unopim_bench_queries();
ksort( $queries );

echo wp_json_encode(
	array(
		'status'    => $run->status,
		'error'     => $run->result['error'] ?? null,
		'counts'    => $run->result['counts'] ?? null,
		'engine'    => $container->get( EngineChooser::class )->status()['name'],
		'seconds'   => round( $seconds, 3 ),
		'parts'     => array(
			'database' => round( array_sum( array_column( $queries, 1 ) ) / 1e9, 3 ),
			'engine'   => round( Bench_Times::$spent['engine'] / 1e9, 3 ),
			'source'   => round( Bench_Times::$spent['source'] / 1e9, 3 ),
		),
		'calls'     => Bench_Times::$calls,
		'queries'   => (object) array_map( static fn( array $of ): array => array( 'count' => $of[0], 'seconds' => round( $of[1] / 1e9, 4 ) ), $queries ),
		'loaded'    => $loaded,
		'saved'     => $saved,
		'peak_mb'   => round( memory_get_peak_usage( true ) / ( 1 << 20 ), 1 ),
		'idle_mb'   => round( $idle / ( 1 << 20 ), 1 ),
		'runner_mb' => round( Bench_Engine::$most_kb / 1024, 1 ),
	)
), "\n";
