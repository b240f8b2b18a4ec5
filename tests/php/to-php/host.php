<?php
/**
 * host.php ENGINE.php: what a translated command and its host do, on PHP alone. Run by `cargo test -p unopim-to-php --test host`.
 * Prints the name of each check that holds, and stops at the first that does not.
 */

declare(strict_types=1);

use UnoPim\Connector\Engine\Wasm\MemoryBudget;
use UnoPim\Connector\Engine\Wasm\WasiHost;
use UnoPim\Connector\Engine\Wasm\WasmTrap;

foreach ( array( 'WasmTrap', 'WasiExit', 'WasiStreams', 'WasiFunctions', 'MemoryBudget', 'WasiHost' ) as $name ) {
	require dirname( __DIR__, 3 ) . "/php-bridge/src/Engine/Wasm/$name.php";
}

function check( string $what, bool $holds ): void {
	if ( ! $holds ) {
		fwrite( STDERR, "does not hold: $what\n" );
		exit( 1 );
	}
	echo $what, "\n";
}

function trap( callable $run ): ?string {
	try {
		$run();
		return null;
	} catch ( WasmTrap $trap ) {
		return $trap->getMessage();
	}
}

$file = $argv[1];

$host = new WasiHost( $file );
check( 'what goes in comes out', 'hello' === $host->send( 'hello' ) );
check( 'the conversation goes on', 'again' === $host->send( 'again' ) && null === $host->exitCode() );
$long = str_repeat( "0123456789abcdef\x00\xff\n", 7001 );
check( 'long input is read in pieces', $long === $host->send( $long ) );
check( 'nothing in is nothing out', '' === $host->send( '' ) );
check( 'the end of the input ends the module', '' === $host->close() && 7 === $host->exitCode() );
check( 'what it wrote to its standard error is kept', 'bye' === $host->stderr() );
check( 'after its end it takes no more', 'the module has ended' === trap( fn() => $host->send( 'x' ) ) );
check( 'closing twice is closing once', '' === $host->close() && 7 === $host->exitCode() );

$traps = array(
	'T' => 'unreachable',
	'O' => 'out of bounds memory access',
	'S' => 'out of bounds memory access',
	'R' => 'call stack exhausted',
	'D' => 'integer divide by zero',
);
foreach ( $traps as $letter => $message ) {
	$host = new WasiHost( $file );
	check( "a trap is an exception: $message ($letter)", $message === trap( fn() => $host->send( $letter ) ) );
	check( "a module that trapped takes no more ($letter)", 'the module has ended' === trap( fn() => $host->send( 'x' ) ) && null === $host->exitCode() );
}

$a = new WasiHost( $file );
$b = new WasiHost( $file );
check( 'two at a time do not meet', 'a1' === $a->send( 'a1' ) && 'b1' === $b->send( 'b1' ) && 'a2' === $a->send( 'a2' ) );

$class = require_class( $file );
check( 'a class name does as well as a file', 'x' === ( new WasiHost( $class ) )->send( 'x' ) );
check( 'so does a function that makes it', 'x' === ( new WasiHost( fn( array $imports, int $pages ) => new $class( $imports, $pages ) ) )->send( 'x' ) );
check( 'an import that is missing is named', str_contains( missing( $class ), 'wasi_snapshot_preview1.environ_sizes_get' ) );

/** The file was loaded by the hosts above; its class is the only one of that name. */
function require_class( string $file ): string {
	return preg_match( '/^namespace (\S+);/m', (string) file_get_contents( $file ), $found ) ? $found[1] . '\\Module' : 'Module';
}

function missing( string $class ): string {
	try {
		new $class( array() );
	} catch ( \InvalidArgumentException $error ) {
		return $error->getMessage();
	}
	return '';
}

$seen = array();
set_error_handler(
	static function ( int $level, string $message ) use ( &$seen ): bool {
		$seen[] = $message;
		return true;
	}
);
$host = new WasiHost( $file );
$host->send( 'x' );
$nothing = array();
$value   = $nothing['key'];
restore_error_handler();
check( 'between two sends a warning of the host is a warning', array( 'Undefined array key "key"' ) === $seen );

$pages = static fn( string $bytes ): int => unpack( 'V', $bytes )[1];
check( 'memory grows as far as it may', 5 === $pages( ( new WasiHost( $file, 5 ) )->send( 'G' ) ) );
check( 'the budget is well inside of what PHP has left', MemoryBudget::pages() >= 32 && MemoryBudget::pages() <= 1024 );
check( 'a module that takes all it gets does not stop PHP', MemoryBudget::pages() === $pages( ( new WasiHost( $file ) )->send( 'G' ) ) );

$host = new WasiHost( $file );
$host->send( 'x' );
$kept = WeakReference::create( $host );
unset( $host );
gc_collect_cycles();
check( 'a host that is dropped in the middle of a conversation is gone', null === $kept->get() );

echo "END\n";
