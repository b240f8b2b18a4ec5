<?php
/**
 * fetch-media.php SITE FILE [known]: brings the files that FILE names (JSON, a list of wishes) into the media library, eight a request as
 * the engine asks for them. With `known` those that the library knows are asked for with their ETag. Prints the answers by status, what is
 * in the library now, and what it took.
 *
 * @package UnoPim\Connector
 */

use UnoPim\Connector\Media\Media;
use UnoPim\Connector\Platform\Plugin;

require dirname( __DIR__, 3 ) . '/scripts/site/load.php';
// A test site looks at every request; where nobody does, several go out together.
remove_all_filters( 'pre_http_request' );
global $wpdb;

$media   = Plugin::container()->get( Media::class );
$wishes  = json_decode( (string) file_get_contents( $argv[2] ), true, 8, JSON_THROW_ON_ERROR );
$etags   = 'known' === ( $argv[3] ?? '' ) ? array_column( $media->answer( array( 'do' => 'media.read', 'paths' => array_column( $wishes, 'path' ) ) )['media'], 'etag', 'path' ) : array();
$queries = $wpdb->num_queries;
$started = hrtime( true );
$answers = array();
foreach ( array_chunk( $wishes, 8 ) as $some ) {
	$files   = array_map( static fn( $wish ) => $wish + array( 'etag' => $etags[ $wish['path'] ] ?? null, 'name' => 'Product', 'alt' => 'A product', 'allow' => 'image', 'max_bytes' => 15728640 ), $some );
	$answers = array_merge( $answers, $media->answer( array( 'do' => 'media.fetch', 'files' => $files ) )['files'] );
}
$seconds = ( hrtime( true ) - $started ) / 1e9;
$files   = new RecursiveIteratorIterator( new RecursiveDirectoryIterator( wp_get_upload_dir()['basedir'], FilesystemIterator::SKIP_DOTS ) );
echo wp_json_encode(
	array(
		'statuses'    => array_count_values( array_column( $answers, 'status' ) ),
		'new'         => count( array_filter( array_column( $answers, 'new' ) ) ),
		'errors'      => array_combine( array_column( $answers, 'path' ), array_map( static fn( $answer ) => $answer['error']['code'] ?? null, $answers ) ),
		'ids'         => array_combine( array_column( $answers, 'path' ), array_map( static fn( $answer ) => $answer['id'] ?? null, $answers ) ),
		'known'       => count( $media->answer( array( 'do' => 'media.read', 'paths' => array_column( $wishes, 'path' ) ) )['media'] ),
		'attachments' => (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->posts} WHERE post_type = 'attachment'" ),
		'hashes'      => (int) $wpdb->get_var( "SELECT COUNT(DISTINCT meta_value) FROM {$wpdb->postmeta} WHERE meta_key = '_unopim_sha256'" ),
		'unfinished'  => (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->prefix}unopim_media WHERE path_hash = ''" ),
		'stray'       => count( array_diff( array_map( static fn( $file ) => substr( $file->getPathname(), strlen( wp_get_upload_dir()['basedir'] ) + 1 ), array_filter( iterator_to_array( $files, false ), static fn( $file ) => 1 === preg_match( '#/\d{4}/\d\d/product-[0-9a-f]{10}\.#', $file->getPathname() ) ) ), $wpdb->get_col( "SELECT meta_value FROM {$wpdb->postmeta} WHERE meta_key = '_wp_attached_file'" ) ) ),
		'seconds'     => round( $seconds, 3 ),
		'queries'     => $wpdb->num_queries - $queries,
		'peak_mb'     => round( memory_get_peak_usage( true ) / ( 1 << 20 ), 1 ),
	)
), "\n";
