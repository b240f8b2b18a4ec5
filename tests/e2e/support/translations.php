<?php
/**
 * translations.php SITE: the products and categories of a shop with Polylang, each with its language and the others of its group, as JSON.
 *
 * @package UnoPim\Connector
 */

require dirname( __DIR__, 3 ) . '/scripts/site/load.php';

$products = array();
foreach ( get_posts( array( 'post_type' => 'product', 'post_status' => 'any', 'posts_per_page' => -1, 'fields' => 'ids', 'orderby' => 'ID', 'lang' => '' ) ) as $id ) {
	$product = wc_get_product( $id );
	$own     = $product->get_category_ids();
	sort( $own ); // Those of one name come in any order.
	$products[] = array(
		'id'           => $product->get_id(),
		'type'         => $product->get_type(),
		'sku'          => $product->get_sku(),
		'name'         => $product->get_name(),
		'price'        => $product->get_regular_price(),
		'language'     => pll_get_post_language( $product->get_id() ),
		'translations' => pll_get_post_translations( $product->get_id() ),
		'categories'   => $own,
	);
}
$categories = array();
foreach ( get_terms( array( 'taxonomy' => 'product_cat', 'hide_empty' => false, 'orderby' => 'term_id', 'lang' => '' ) ) as $category ) {
	$categories[] = array(
		'id'           => $category->term_id,
		'slug'         => $category->slug,
		'name'         => $category->name,
		'parent'       => $category->parent,
		'language'     => pll_get_term_language( $category->term_id ),
		'translations' => pll_get_term_translations( $category->term_id ),
	);
}
echo wp_json_encode( compact( 'products', 'categories' ) ), "\n";
