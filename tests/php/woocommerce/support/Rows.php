<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

/** What the database holds about a product, without what differs by nature: ids, times, addresses. */
final class Rows {

	/** @return array<string, mixed> */
	public static function of( int $id ): array {
		global $wpdb;
		$post = (array) $wpdb->get_row( $wpdb->prepare( "SELECT * FROM {$wpdb->posts} WHERE ID = %d", $id ), ARRAY_A );
		foreach ( array( 'ID', 'post_date', 'post_date_gmt', 'post_modified', 'post_modified_gmt', 'guid', 'post_name', 'post_parent' ) as $column ) {
			unset( $post[ $column ] );
		}
		$lookup = (array) $wpdb->get_row( $wpdb->prepare( "SELECT * FROM {$wpdb->prefix}wc_product_meta_lookup WHERE product_id = %d", $id ), ARRAY_A );
		unset( $lookup['product_id'] );
		return array(
			'post'       => $post,
			'meta'       => $wpdb->get_results( $wpdb->prepare( "SELECT meta_key, meta_value FROM {$wpdb->postmeta} WHERE post_id = %d ORDER BY meta_key, meta_value", $id ), ARRAY_A ),
			'terms'      => $wpdb->get_col( $wpdb->prepare( "SELECT term_taxonomy_id FROM {$wpdb->term_relationships} WHERE object_id = %d ORDER BY term_taxonomy_id", $id ) ),
			'lookup'     => $lookup,
			'attributes' => $wpdb->get_results( $wpdb->prepare( "SELECT taxonomy, term_id, is_variation_attribute, in_stock FROM {$wpdb->prefix}wc_product_attributes_lookup WHERE product_id = %d ORDER BY taxonomy, term_id", $id ), ARRAY_A ),
		);
	}

	/** @return array<string, mixed> */
	public static function of_terms(): array {
		global $wpdb;
		return array(
			'counts' => $wpdb->get_results( "SELECT term_taxonomy_id, count FROM {$wpdb->term_taxonomy} ORDER BY term_taxonomy_id", ARRAY_A ),
			'meta'   => $wpdb->get_results( "SELECT term_id, meta_key, meta_value FROM {$wpdb->termmeta} WHERE meta_key LIKE 'product\\_count\\_%' ORDER BY term_id, meta_key", ARRAY_A ),
		);
	}
}
