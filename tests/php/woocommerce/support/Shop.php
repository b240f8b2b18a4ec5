<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

/**
 * An empty shop for every test. The store opens and commits transactions of its own, so a test cannot be wrapped in one: what a test
 * wrote is deleted instead.
 */
final class Shop {

	public static function clear(): void {
		global $wpdb, $wc_product_attributes, $wc_deferred_product_sync, $EZSQL_ERROR;
		$p         = $wpdb->prefix;
		$protected = "SELECT term_id FROM {$wpdb->term_taxonomy} WHERE taxonomy IN ( 'product_type', 'product_visibility', 'category', 'language', 'term_language' ) OR term_id = " . (int) get_option( 'default_product_cat' );
		$kept      = implode( ',', array_map( 'intval', $wpdb->get_col( $protected ) ) );
		foreach ( array(
			"DELETE FROM {$wpdb->posts} WHERE post_type IN ( 'product', 'product_variation', 'attachment' )",
			"DELETE m FROM {$wpdb->postmeta} m LEFT JOIN {$wpdb->posts} p ON p.ID = m.post_id WHERE p.ID IS NULL",
			"DELETE r FROM {$wpdb->term_relationships} r LEFT JOIN {$wpdb->posts} p ON p.ID = r.object_id WHERE p.ID IS NULL",
			"DELETE FROM {$wpdb->term_taxonomy} WHERE term_id NOT IN ( {$kept} )",
			"DELETE FROM {$wpdb->terms} WHERE term_id NOT IN ( {$kept} )",
			"DELETE FROM {$wpdb->termmeta}",
			"UPDATE {$wpdb->term_taxonomy} SET count = 0",
			"DELETE FROM {$p}wc_product_meta_lookup",
			"DELETE FROM {$p}wc_product_attributes_lookup",
			"DELETE FROM {$p}woocommerce_attribute_taxonomies",
			"DELETE FROM {$p}actionscheduler_actions",
			"DELETE FROM {$p}unopim_links",
			"DELETE FROM {$p}unopim_operations",
			"DELETE FROM {$p}unopim_catalog",
			"DELETE FROM {$p}unopim_items",
			"DELETE FROM {$wpdb->options} WHERE option_name LIKE '\\_transient\\_%'",
		) as $sql ) {
			if ( false === $wpdb->query( $sql ) ) {
				throw new \RuntimeException( $wpdb->last_error );
			}
		}
		wp_cache_flush();
		foreach ( array_keys( (array) $wc_product_attributes ) as $taxonomy ) {
			unregister_taxonomy( $taxonomy );
		}
		$wc_product_attributes    = array();
		$wc_deferred_product_sync = array();
		$EZSQL_ERROR              = array();
	}

	/** @param array<string, mixed> $props */
	public static function product( array $props, string $class = \WC_Product_Simple::class ): \WC_Product {
		$product = new $class();
		$product->set_props( $props );
		$product->save();
		return $product;
	}

	/** An attribute with its terms, by slug. @return array<string, int> */
	public static function attribute( string $slug, array $terms, string $order_by = 'menu_order' ): array {
		$id = wc_create_attribute( array( 'name' => ucfirst( $slug ), 'slug' => $slug, 'order_by' => $order_by ) );
		\UnoPim\Connector\Store\AttributeTaxonomy::register( wc_get_attribute_taxonomies()[ "id:{$id}" ] );
		$ids = array();
		foreach ( $terms as $place => $term ) {
			$ids[ $term ] = wp_insert_term( ucfirst( $term ), "pa_{$slug}", array( 'slug' => $term ) )['term_id'];
			update_term_meta( $ids[ $term ], 'order', $place );
		}
		return $ids;
	}

	public static function category( string $name, int $parent = 0 ): int {
		return wp_insert_term( $name, 'product_cat', array( 'parent' => $parent ) )['term_id'];
	}
}
