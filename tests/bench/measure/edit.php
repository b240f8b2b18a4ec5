<?php
/**
 * edit.php SITE COUNT: somebody gives so many simple products of UnoPim another name in the shop, spread over the catalogue. Prints how many.
 *
 * @package UnoPim\Connector
 */

require __DIR__ . '/../../../scripts/site/load.php';

$ids  = $wpdb->get_col( "SELECT l.shop_id FROM {$wpdb->prefix}unopim_links AS l INNER JOIN {$wpdb->posts} AS p ON p.ID = l.shop_id AND p.post_type = 'product' AND p.post_status = 'publish' WHERE l.entity = 'product' ORDER BY l.shop_id" );
$left = (int) $argv[2];
$step = max( 1, intdiv( count( $ids ), 2 * $left ) );
for ( $i = 0; $left > 0 && isset( $ids[ $i ] ); $i += $step ) {
	$product = wc_get_product( (int) $ids[ $i ] );
	if ( $product instanceof WC_Product_Simple ) {
		$product->set_name( $product->get_name() . ' of our own' );
		$product->save();
		--$left;
	}
}
echo (int) $argv[2] - $left, "\n";
