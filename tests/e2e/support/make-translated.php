<?php
/**
 * make-translated.php SITE SKU NAME FRENCH: a product that somebody makes by hand in a shop with Polylang, in English and French. Prints the
 * numbers of both.
 *
 * @package UnoPim\Connector
 */

define( 'WP_ADMIN', true );
require dirname( __DIR__, 3 ) . '/scripts/site/load.php';
list( , , $sku, $name, $french ) = $argv;

$make = static function ( string $name, string $language, string $sku = '' ): int {
	$product = new WC_Product_Simple();
	$product->set_name( $name );
	$product->set_sku( $sku );
	$product->set_status( 'publish' );
	$id = $product->save();
	pll_set_post_language( $id, $language );
	return $id;
};
$group = array( 'en' => $make( $name, 'en', $sku ), 'fr' => $make( $french, 'fr' ) );
pll_save_post_translations( $group );
echo wp_json_encode( $group ), "\n";
