<?php
/**
 * One of several processes that fetch files: waits for the file of the first argument to appear, fetches the paths that follow, prints the
 * answers. With UNOPIM_KILL=12 it dies by SIGKILL before its 12th query; with UNOPIM_KILL=0 it prints how many there were.
 *
 * @package UnoPim\Connector
 */

require dirname( __DIR__ ) . '/load-site.php';

$media = UnoPim\Connector\Platform\Plugin::container()->get( UnoPim\Connector\Media\Media::class );
$files = array_map( static fn( $path ) => array( 'path' => $path, 'etag' => null, 'name' => 'Mug', 'alt' => 'A mug', 'allow' => 'image', 'max_bytes' => 1000000 ), array_slice( $argv, 2 ) );
echo "ready\n";
for ( $wait = 0; $wait < 1000 && ! is_file( $argv[1] ); $wait++ ) {
	usleep( 10_000 );
}
$count = 0;
$at    = (int) getenv( 'UNOPIM_KILL' );
add_filter(
	'query',
	static function ( $sql ) use ( &$count, $at ) {
		if ( ++$count === $at ) {
			posix_kill( getmypid(), 9 );
		}
		return $sql;
	}
);
$answer = $media->answer( array( 'do' => 'media.fetch', 'files' => $files ) );
echo json_encode( $answer['files'] + ( '0' === getenv( 'UNOPIM_KILL' ) ? array( 'queries' => $count ) : array() ) ), "\n";
