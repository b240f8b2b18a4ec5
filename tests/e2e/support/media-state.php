<?php
/**
 * media-state.php SITE: what is in the media library and in its folder, and which product shows what. Every file is decoded to its end.
 *
 * @package UnoPim\Connector
 */

require __DIR__ . '/../../../scripts/site/load.php';
global $wpdb;

$folder = wp_get_upload_dir()['basedir'];
$named  = array();
$broken = array();
$sizes  = array();
foreach ( $wpdb->get_col( "SELECT post_id FROM {$wpdb->postmeta} WHERE meta_key = '_unopim_sha256' ORDER BY post_id" ) as $id ) {
	$file  = get_attached_file( $id );
	$meta  = wp_get_attachment_metadata( $id, true ) ?: array();
	$files = array_unique( array_merge( array( wp_get_original_image_path( $id ), $file ), array_map( static fn( $size ) => dirname( $file ) . "/{$size['file']}", array_values( $meta['sizes'] ?? array() ) ) ) );
	foreach ( $files as $one ) {
		// What libjpeg finds missing it draws grey, with a warning.
		$warning = '';
		set_error_handler( static function ( $level, $text ) use ( &$warning ) { $warning = $text; return true; } );
		$image = is_file( $one ) ? imagecreatefromstring( file_get_contents( $one ) ) : false;
		restore_error_handler();
		if ( false === $image || '' !== $warning ) {
			$broken[] = basename( $one );
		}
	}
	$sizes[ $id ] = count( $meta['sizes'] ?? array() );
	$named        = array_merge( $named, $files );
}
$all   = new RecursiveIteratorIterator( new RecursiveDirectoryIterator( $folder, FilesystemIterator::SKIP_DOTS ) );
$there = array_filter( array_map( 'strval', iterator_to_array( $all, false ) ), static fn( $file ) => preg_match( '#/\d{4}/\d\d/#', $file ) && ! str_contains( $file, 'woocommerce-placeholder' ) );
$shown = array();
foreach ( wc_get_products( array( 'limit' => -1, 'orderby' => 'ID', 'order' => 'ASC' ) ) as $product ) {
	$shown[ $product->get_sku() ] = (int) $product->get_image_id( 'edit' );
}
echo wp_json_encode(
	array(
		'sizes'      => (object) $sizes,
		'broken'     => $broken,
		'stray'      => array_values( array_map( 'basename', array_diff( $there, $named ) ) ),
		'shown'      => (object) $shown,
		'unfinished' => (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->prefix}unopim_media WHERE path_hash = ''" ),
		'items'      => array_count_values( $wpdb->get_col( "SELECT CONCAT( state, ' ', error_code ) FROM {$wpdb->prefix}unopim_items WHERE lane = 'image'" ) ),
	)
), "\n";
