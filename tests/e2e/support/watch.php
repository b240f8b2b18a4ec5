<?php
/**
 * Must-use plugin of test sites: counts what a process did to the shop, independent of what the plugin says about itself. The counts are in
 * `$GLOBALS['unopim_watch']`.
 *
 * @package UnoPim\Connector
 */

$GLOBALS['unopim_watch'] = array(
	'products_loaded' => 0,
	'products_saved'  => array(),
	'shop_writes'     => array(),
	'queries'         => 0,
);

add_filter(
	'woocommerce_product_class',
	static function ( $name ) {
		++$GLOBALS['unopim_watch']['products_loaded'];
		return $name;
	}
);
foreach ( array( 'woocommerce_update_product', 'woocommerce_new_product', 'woocommerce_update_product_variation', 'woocommerce_new_product_variation' ) as $unopim_hook ) {
	add_action(
		$unopim_hook,
		static function ( $id, $product = null ) {
			$GLOBALS['unopim_watch']['products_saved'][] = $product instanceof WC_Product ? $product->get_sku() : (string) $id;
		},
		10,
		2
	);
}
add_filter(
	'query',
	static function ( $sql ) {
		if ( did_action( 'wp_loaded' ) ) {
			++$GLOBALS['unopim_watch']['queries'];
		}
		$shop = 'posts|postmeta|terms|termmeta|term_taxonomy|term_relationships|wc_product_meta_lookup|wc_product_attributes_lookup|woocommerce_attribute_taxonomies';
		if ( preg_match( "/^\s*(?:INSERT(?: IGNORE)? INTO|REPLACE INTO|UPDATE|DELETE FROM)\s+`?wp_(?:{$shop})`?\s/i", $sql ) ) {
			$GLOBALS['unopim_watch']['shop_writes'][] = substr( preg_replace( '/\s+/', ' ', $sql ), 0, 200 );
		}
		return $sql;
	}
);
