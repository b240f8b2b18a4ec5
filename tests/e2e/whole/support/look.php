<?php
/**
 * The whole shop as WooCommerce's own functions give it, by SKU, slugs in place of ids, and where WooCommerce's tables for searching
 * disagree with the products.
 *
 * @package UnoPim\Connector
 */

require __DIR__ . '/drift.php';

$slugs = static function ( array $ids, string $field = 'slug' ): array {
	$list = array_map( static fn( $id ) => get_term( $id )->$field, $ids );
	sort( $list );
	return $list;
};
$skus  = static fn( array $ids ) => array_map( static fn( $id ) => (string) get_post_meta( $id, '_sku', true ), $ids );
$image = static function ( $id ): ?array {
	if ( ! $id || 'attachment' !== get_post_type( $id ) ) {
		return null;
	}
	$file = get_attached_file( $id );
	return array( 'id' => (int) $id, 'sha' => is_file( $file ) ? hash_file( 'sha256', $file ) : null, 'alt' => get_post_meta( $id, '_wp_attachment_image_alt', true ) );
};

$read = static function ( WC_Product $product ) use ( &$read, $slugs, $skus, $image ): array {
	$date = static fn( $date ) => null === $date ? null : $date->date( 'Y-m-d\TH:i:s' );
	$row  = array(
		'id'                => $product->get_id(),
		'sku'               => $product->get_sku(),
		'type'              => $product->get_type(),
		'status'            => $product->get_status(),
		'name'              => $product->get_name(),
		'slug'              => $product->get_slug(),
		'description'       => $product->get_description(),
		'short_description' => $product->get_short_description(),
		'regular_price'     => $product->get_regular_price(),
		'sale_price'        => $product->get_sale_price(),
		'price'             => $product->get_price(),
		'weight'            => $product->get_weight(),
		'length'            => $product->get_length(),
		'gtin'              => $product->get_global_unique_id(),
		'stock_status'      => $product->get_stock_status(),
		'sale_end'          => $date( $product->get_date_on_sale_to() ),
		'image'             => $image( $product->get_image_id( 'edit' ) ),
	);
	if ( $product instanceof WC_Product_Variation ) {
		$axes = $product->get_attributes();
		ksort( $axes );
		unset( $row['name'], $row['slug'] ); // WooCommerce makes them, of the parent's name and the options' labels.
		return $row + array( 'axes' => $axes, 'menu_order' => $product->get_menu_order(), 'parent' => (string) get_post_meta( $product->get_parent_id(), '_sku', true ) );
	}
	$row += array(
		'categories'  => $slugs( $product->get_category_ids() ),
		'tags'        => $slugs( $product->get_tag_ids(), 'name' ),
		'brands'      => taxonomy_exists( 'product_brand' ) ? $slugs( wp_get_object_terms( $product->get_id(), 'product_brand', array( 'fields' => 'ids' ) ), 'name' ) : array(),
		'upsells'     => $skus( $product->get_upsell_ids() ),
		'cross_sells' => $skus( $product->get_cross_sell_ids() ),
		'related'     => $skus( (array) ( get_post_meta( $product->get_id(), '_unopim_related_ids', true ) ?: array() ) ),
		'gallery'     => array_map( $image, $product->get_gallery_image_ids() ),
		'attributes'  => array(),
		'meta'        => array(),
	);
	foreach ( $product->get_attributes() as $attribute ) {
		$row['attributes'][ $attribute->get_name() ] = array(
			'values'    => $attribute->is_taxonomy() ? $slugs( $attribute->get_options() ) : $attribute->get_options(),
			'variation' => $attribute->get_variation(),
		);
	}
	foreach ( $product->get_meta_data() as $meta ) {
		if ( ! str_starts_with( $meta->key, '_' ) ) {
			$row['meta'][ $meta->key ] = $meta->value;
		}
	}
	if ( $product instanceof WC_Product_Variable ) {
		$row['prices']     = array( $product->get_variation_price( 'min' ), $product->get_variation_price( 'max' ) );
		$row['variations'] = array();
		foreach ( get_posts( array( 'post_type' => 'product_variation', 'post_parent' => $product->get_id(), 'post_status' => array( 'publish', 'private', 'trash' ), 'numberposts' => -1, 'orderby' => 'menu_order', 'order' => 'ASC' ) ) as $post ) {
			$variation = $read( wc_get_product( $post->ID ) );
			$row['variations'][ $variation['sku'] ] = $variation;
		}
	}
	return $row;
};

$products = array();
foreach ( wc_get_products( array( 'limit' => -1, 'status' => array( 'publish', 'draft', 'private', 'pending', 'trash' ) ) ) as $product ) {
	// In the trash WooCommerce keeps the SKU too.
	$products[ $product->get_sku() ?: '#' . $product->get_id() ] = $read( $product );
}

$terms = array();
foreach ( array_merge( array( 'product_cat', 'product_tag', 'product_brand' ), wc_get_attribute_taxonomy_names() ) as $taxonomy ) {
	if ( ! taxonomy_exists( $taxonomy ) ) {
		continue;
	}
	$terms[ $taxonomy ] = array();
	foreach ( get_terms( array( 'taxonomy' => $taxonomy, 'hide_empty' => false, 'menu_order' => 'ASC' ) ) as $term ) {
		$terms[ $taxonomy ][ $term->slug ] = array(
			'id'     => $term->term_id,
			'name'   => html_entity_decode( $term->name ),
			'parent' => $term->parent ? get_term( $term->parent )->slug : null,
			'swatch' => get_term_meta( $term->term_id, 'unopim_swatch_color', true ) ?: null,
		);
	}
}

return array( 'products' => (object) $products, 'terms' => $terms, 'drift' => unopim_drift( $products ), 'attachments' => (int) array_sum( (array) wp_count_attachments( 'image' ) ) );
