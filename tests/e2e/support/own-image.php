<?php
/**
 * own-image.php SITE PRODUCT: somebody uploads a picture in the shop and gives it to a product.
 *
 * @package UnoPim\Connector
 */

require dirname( __DIR__, 3 ) . '/scripts/site/load.php';
$image = imagecreatetruecolor( 64, 48 );
imagefill( $image, 0, 0, imagecolorallocate( $image, 200, 30, 7 ) );
ob_start();
imagepng( $image );
$upload     = wp_upload_bits( 'own-picture.png', null, (string) ob_get_clean() );
$attachment = wp_insert_attachment( array( 'post_mime_type' => 'image/png', 'post_title' => 'Own picture' ), $upload['file'] );
$product    = wc_get_product( (int) $argv[2] );
$product->set_image_id( $attachment );
$product->save();
