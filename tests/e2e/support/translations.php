<?php
/**
 * translations.php SITE: the products and categories of a shop in several languages, each with its language and the others of its group, as JSON.
 *
 * @package UnoPim\Connector
 */

use UnoPim\Connector\Languages\Chosen;
use UnoPim\Connector\Languages\Languages;

require dirname( __DIR__, 3 ) . '/scripts/site/load.php';

$languages = Chosen::here();
$group     = static function ( string $kind, int $id, string $type ) use ( $languages ): array {
	$own = $languages->of( $kind, $id, $type );
	$all = array();
	foreach ( '' === $own ? array() : array_column( $languages->all(), 'code' ) as $code ) {
		$all[ $code ] = $languages->translation( $kind, $id, $type, $code );
	}
	return array( 'language' => $own, 'translations' => (object) array_filter( $all ) );
};

$found = $languages->everywhere(
	static function () use ( $group ): array {
		$products = array();
		foreach ( get_posts( array( 'post_type' => 'product', 'post_status' => 'any', 'posts_per_page' => -1, 'fields' => 'ids', 'orderby' => 'ID', 'order' => 'ASC', 'lang' => '' ) ) as $id ) {
			$product = wc_get_product( $id );
			$own     = $product->get_category_ids();
			sort( $own ); // Those of one name come in any order.
			$products[] = array(
				'id'         => $id,
				'type'       => $product->get_type(),
				'sku'        => $product->get_sku(),
				'name'       => $product->get_name(),
				'price'      => $product->get_regular_price(),
				'categories' => $own,
			) + $group( Languages::POST, $id, 'product' );
		}
		$categories = array();
		foreach ( get_terms( array( 'taxonomy' => 'product_cat', 'hide_empty' => false, 'orderby' => 'term_id' ) ) as $category ) {
			$categories[] = array(
				'id'     => $category->term_id,
				'slug'   => $category->slug,
				'name'   => $category->name,
				'parent' => $category->parent,
			) + $group( Languages::TERM, $category->term_id, 'product_cat' );
		}
		return compact( 'products', 'categories' );
	}
);
echo wp_json_encode( $found ), "\n";
