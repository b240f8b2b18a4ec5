<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

use Automattic\WooCommerce\Internal\ProductAttributesLookup\LookupDataStore;

/** What WooCommerce keeps beside products and terms, as it is, and as WooCommerce makes it anew from them. */
final class Recount {

	/** @return array<string, mixed> */
	public static function kept(): array {
		global $wpdb;
		return array(
			'products'   => $wpdb->get_results( "SELECT * FROM {$wpdb->prefix}wc_product_meta_lookup ORDER BY product_id", ARRAY_A ),
			'attributes' => $wpdb->get_results( "SELECT * FROM {$wpdb->prefix}wc_product_attributes_lookup ORDER BY product_id, taxonomy, term_id", ARRAY_A ),
			'terms'      => $wpdb->get_results( "SELECT tt.taxonomy, t.slug, tt.count FROM {$wpdb->term_taxonomy} tt INNER JOIN {$wpdb->terms} t ON t.term_id = tt.term_id ORDER BY tt.taxonomy, t.slug", ARRAY_A ),
			'shown'      => $wpdb->get_results( "SELECT t.slug, m.meta_key, m.meta_value FROM {$wpdb->termmeta} m INNER JOIN {$wpdb->terms} t ON t.term_id = m.term_id WHERE m.meta_key LIKE 'product\\_count\\_%' AND m.meta_value <> '0' ORDER BY t.slug, m.meta_key", ARRAY_A ),
			'strays'     => array(
				'terms of what is gone'  => (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->term_relationships} r LEFT JOIN {$wpdb->posts} p ON p.ID = r.object_id LEFT JOIN {$wpdb->term_taxonomy} tt ON tt.term_taxonomy_id = r.term_taxonomy_id WHERE p.ID IS NULL OR tt.term_id IS NULL" ),
				'meta of what is gone'   => (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->postmeta} m LEFT JOIN {$wpdb->posts} p ON p.ID = m.post_id WHERE p.ID IS NULL" ),
				'meta of terms gone'     => (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->termmeta} m LEFT JOIN {$wpdb->terms} t ON t.term_id = m.term_id WHERE t.term_id IS NULL" ),
				'variations left behind' => (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->posts} v LEFT JOIN {$wpdb->posts} p ON p.ID = v.post_parent WHERE v.post_type = 'product_variation' AND p.ID IS NULL" ),
				'jobs'                   => (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->prefix}actionscheduler_actions WHERE hook = 'woocommerce_run_product_attribute_lookup_update_callback'" ),
			),
		);
	}

	/** Makes all of it anew. */
	public static function anew(): array {
		global $wpdb;
		wp_cache_flush();
		$ids = array_map( 'intval', $wpdb->get_col( "SELECT ID FROM {$wpdb->posts} WHERE post_type IN ( 'product', 'product_variation' ) ORDER BY ID" ) );
		$wpdb->query( "DELETE FROM {$wpdb->prefix}wc_product_meta_lookup" );
		$wpdb->query( "DELETE FROM {$wpdb->prefix}wc_product_attributes_lookup" );
		foreach ( $ids as $id ) {
			$product = wc_get_product( $id );
			$store   = $product->get_data_store();
			wp_cache_delete( 'lookup_table', "object_{$id}" );
			( new \ReflectionMethod( \WC_Data_Store_WP::class, 'update_lookup_table' ) )->invoke( self::instance( $store ), $id, 'wc_product_meta_lookup' );
			// Out of the table WooCommerce takes what goes to the trash or is hidden.
			if ( 'product' === get_post_type( $id ) && 'trash' !== get_post_status( $id ) && 'hidden' !== $product->get_catalog_visibility() ) {
				wc_get_container()->get( LookupDataStore::class )->create_data_for_product( $product );
			}
		}
		foreach ( get_object_taxonomies( 'product' ) as $taxonomy ) {
			$terms = get_terms( array( 'taxonomy' => $taxonomy, 'hide_empty' => false ) );
			wp_update_term_count_now( wp_list_pluck( $terms, 'term_taxonomy_id' ), $taxonomy );
		}
		wc_recount_all_terms();
		return self::kept();
	}

	private static function instance( \WC_Data_Store $store ): object {
		return ( new \ReflectionProperty( \WC_Data_Store::class, 'instance' ) )->getValue( $store );
	}
}
