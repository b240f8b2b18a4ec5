<?php
/**
 * engine.php runner|php: frames from standard input through one of the plugin's own engines to standard output, without WordPress.
 *
 * @package UnoPim\Connector
 */

declare( strict_types=1 );

use UnoPim\Connector\Engine\Frame;
use UnoPim\Connector\Engine\PhpEngine;
use UnoPim\Connector\Engine\RunnerEngine;

$bridge = dirname( __DIR__, 2 ) . '/php-bridge';
require $bridge . '/src/Platform/Autoloader.php';
UnoPim\Connector\Platform\Autoloader::register( $bridge . '/src' );

/** Messages are translated by WordPress, which is not here. */
function __( string $text ): string {
	return $text;
}

$engine = 'runner' === $argv[1]
	? new RunnerEngine( $bridge . '/build/bin/unopim-runner', $bridge . '/build/engine.cwasm' )
	: new PhpEngine( $bridge . '/build/engine.php' );

/** Exactly so many bytes, or null at the end of the input. */
$read = static function ( int $bytes ): ?string {
	$text = '';
	while ( strlen( $text ) < $bytes ) {
		$part = fread( STDIN, $bytes - strlen( $text ) );
		if ( false === $part || '' === $part ) {
			return null;
		}
		$text .= $part;
	}
	return $text;
};

while ( true ) {
	$head = $read( 8 );
	if ( null === $head ) {
		break;
	}
	$rest = $read( Frame::size( $head ) - 8 );
	if ( null === $rest ) {
		break;
	}
	fwrite( STDOUT, $engine->send( $head . $rest ) );
	fflush( STDOUT );
}
$engine->close();
