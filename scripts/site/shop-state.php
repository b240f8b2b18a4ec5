<?php
/**
 * shop-state.php SITE: what a customer and a shop manager would find in the shop, as JSON, read through WooCommerce's own functions.
 *
 * Ids are left out, so that two shops with the same content give the same text.
 *
 * @package UnoPim\Connector
 */

require __DIR__ . '/load.php';

/** @return array<string,mixed> of one term, its parent by slug. */
function state_of_term( WP_Term $term ): array {
	$parent = $term->parent ? get_term( $term->parent, $term->taxonomy ) : null;
	return array(
		'slug'   => $term->slug,
		'name'   => $term->name,
		'parent' => $parent instanceof WP_Term ? $parent->slug : null,
	);
}

/** @return array<string,mixed> */
function state_of_product( WC_Product $product ): array {
	$state = array(
		'sku'           => $product->get_sku(),
		'slug'          => $product->get_slug(),
		'type'          => $product->get_type(),
		'status'        => $product->get_status(),
		'name'          => $product->get_name(),
		'description'   => $product->get_description(),
		'short_description' => $product->get_short_description(),
		'regular_price' => $product->get_regular_price(),
		'sale_price'    => $product->get_sale_price(),
		'price'         => $product->get_price(),
		'purchasable'   => $product->is_purchasable(),
		'in_stock'      => $product->is_in_stock(),
	);
	if ( $product instanceof WC_Product_Variation ) {
		$state['axes'] = $product->get_attributes();
		ksort( $state['axes'] );
		return $state;
	}
	$state['categories'] = array_map( static fn( $id ) => get_term( $id )->slug, $product->get_category_ids() );
	sort( $state['categories'] );
	foreach ( $product->get_attributes() as $attribute ) {
		$state['attributes'][ $attribute->get_name() ] = array(
			'values'    => $attribute->is_taxonomy() ? wp_list_pluck( $attribute->get_terms(), 'slug' ) : $attribute->get_options(),
			'visible'   => $attribute->get_visible(),
			'variation' => $attribute->get_variation(),
		);
		// Their order is that of the attribute's terms, which stands with the attribute.
		sort( $state['attributes'][ $attribute->get_name() ]['values'] );
	}
	foreach ( $product->get_meta_data() as $meta ) {
		if ( ! str_starts_with( $meta->key, '_' ) ) {
			$state['meta'][ $meta->key ] = $meta->value;
		}
	}
	if ( $product instanceof WC_Product_Variable ) {
		$state['variations'] = array_map( static fn( $id ) => state_of_product( wc_get_product( $id ) ), $product->get_children() );
		usort( $state['variations'], static fn( $a, $b ) => $a['sku'] <=> $b['sku'] );
	}
	return $state;
}

/** @return array<string> names of files that are in the media library more than once, by their content. */
function duplicate_attachments(): array {
	$seen = array();
	foreach ( get_posts( array( 'post_type' => 'attachment', 'post_status' => 'any', 'numberposts' => -1, 'fields' => 'ids' ) ) as $id ) {
		$file = get_attached_file( $id );
		if ( $file && is_file( $file ) ) {
			$seen[ md5_file( $file ) ][] = basename( $file );
		}
	}
	return array_merge( array(), ...array_values( array_filter( $seen, static fn( $names ) => count( $names ) > 1 ) ) );
}

$attributes = array();
foreach ( wc_get_attribute_taxonomies() as $attribute ) {
	$taxonomy = wc_attribute_taxonomy_name( $attribute->attribute_name );
	$terms    = get_terms( array( 'taxonomy' => $taxonomy, 'hide_empty' => false, 'menu_order' => 'ASC', 'orderby' => 'menu_order' ) );
	$attributes[ $attribute->attribute_name ] = array(
		'name'  => $attribute->attribute_label,
		'terms' => wp_list_pluck( $terms, 'name' ),
		'slugs' => wp_list_pluck( $terms, 'slug' ),
	);
}
ksort( $attributes );

$products = array_map( 'state_of_product', wc_get_products( array( 'limit' => -1, 'status' => array( 'publish', 'draft', 'private', 'pending', 'trash' ) ) ) );
usort( $products, static fn( $a, $b ) => $a['sku'] <=> $b['sku'] );
$categories = array_map( 'state_of_term', get_terms( array( 'taxonomy' => 'product_cat', 'hide_empty' => false, 'orderby' => 'slug' ) ) );

global $wpdb;
echo wp_json_encode(
	array(
		'categories'     => $categories,
		'attributes'     => $attributes,
		'products'       => $products,
		// Straight from the table: what a look-up by SKU would hide.
		'duplicate_skus' => $wpdb->get_col( "SELECT meta_value FROM {$wpdb->postmeta} WHERE meta_key = '_sku' AND meta_value <> '' GROUP BY meta_value HAVING COUNT(*) > 1" ),
		'duplicate_attachments' => duplicate_attachments(),
		'duplicate_links' => $wpdb->get_col( "SELECT CONCAT( entity, ':', shop_id ) AS item FROM {$wpdb->prefix}unopim_links WHERE entity <> 'group' GROUP BY entity, channel, shop_id HAVING COUNT(*) > 1" ),
		'orphan_rows'    => array_merge(
			$wpdb->get_col( "SELECT CONCAT( 'postmeta ', m.post_id, ' ', m.meta_key ) FROM {$wpdb->postmeta} m LEFT JOIN {$wpdb->posts} p ON p.ID = m.post_id WHERE p.ID IS NULL" ),
			$wpdb->get_col( "SELECT CONCAT( 'lookup ', m.product_id ) FROM {$wpdb->prefix}wc_product_meta_lookup m LEFT JOIN {$wpdb->posts} p ON p.ID = m.product_id WHERE p.ID IS NULL" ),
			$wpdb->get_col( "SELECT CONCAT( 'relationship ', r.object_id ) FROM {$wpdb->term_relationships} r LEFT JOIN {$wpdb->posts} p ON p.ID = r.object_id WHERE p.ID IS NULL" ),
			$wpdb->get_col( "SELECT CONCAT( 'link ', l.code ) FROM {$wpdb->prefix}unopim_links l LEFT JOIN {$wpdb->posts} p ON p.ID = l.shop_id WHERE l.entity = 'product' AND p.ID IS NULL" )
		),
		'orphans'        => $wpdb->get_col( "SELECT v.ID FROM {$wpdb->posts} v LEFT JOIN {$wpdb->posts} p ON p.ID = v.post_parent WHERE v.post_type = 'product_variation' AND p.ID IS NULL" ),
	),
	JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE
), "\n";
