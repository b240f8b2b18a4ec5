<?php
/**
 * edit-product.php SITE SKU FIELD VALUE: what a shop manager does by hand on the product screen.
 *
 * @package UnoPim\Connector
 */

require __DIR__ . '/load.php';
$product = wc_get_product( wc_get_product_id_by_sku( $argv[2] ) );
$product->set_props( array( $argv[3] => $argv[4] ) );
$product->save();
