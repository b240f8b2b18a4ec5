<?php
/**
 * Where the tables in which WooCommerce searches say something else than its products.
 *
 * @package UnoPim\Connector
 */

/**
 * @param array<array<string,mixed>> $products as look.php has read them
 * @return array<string> one sentence per disagreement
 */
function unopim_drift( array $products ): array {
	global $wpdb;
	$drift  = array();
	$lookup = array_column( $wpdb->get_results( "SELECT * FROM {$wpdb->prefix}wc_product_meta_lookup", ARRAY_A ), null, 'product_id' );
	$filter = array();
	foreach ( $wpdb->get_results( "SELECT * FROM {$wpdb->prefix}wc_product_attributes_lookup", ARRAY_A ) as $row ) {
		$filter[ $row['product_or_parent_id'] ][] = "{$row['product_id']} {$row['taxonomy']} {$row['term_id']} {$row['is_variation_attribute']}";
	}
	foreach ( $products as $sku => $product ) {
		if ( 'trash' === $product['status'] ) {
			continue;
		}
		foreach ( array( $product, ...array_values( $product['variations'] ?? array() ) ) as $one ) {
			$row = $lookup[ $one['id'] ] ?? null;
			if ( null === $row ) {
				$drift[] = "{$one['sku']} is not in wc_product_meta_lookup";
				continue;
			}
			list( $least, $most ) = $one['prices'] ?? array( $one['price'], $one['price'] );
			foreach ( array( 'sku' => $one['sku'], 'stock_status' => $one['stock_status'], 'global_unique_id' => $one['gtin'] ) as $column => $value ) {
				if ( (string) $row[ $column ] !== (string) $value ) {
					$drift[] = "{$one['sku']}: {$column} is {$value}, wc_product_meta_lookup says {$row[ $column ]}";
				}
			}
			if ( (float) $row['min_price'] !== (float) $least || (float) $row['max_price'] !== (float) $most ) {
				$drift[] = "{$one['sku']}: prices are {$least} to {$most}, wc_product_meta_lookup says {$row['min_price']} to {$row['max_price']}";
			}
		}
		if ( 'publish' !== $product['status'] ) {
			continue;
		}
		$wanted = unopim_filter_rows( $product );
		$held   = $filter[ $product['id'] ] ?? array();
		sort( $wanted );
		sort( $held );
		if ( $wanted !== $held ) {
			$drift[] = "{$sku}: wc_product_attributes_lookup lacks [" . implode( ', ', array_diff( $wanted, $held ) ) . '] and has besides [' . implode( ', ', array_diff( $held, $wanted ) ) . ']';
		}
	}
	$counts = $wpdb->get_results(
		"SELECT tt.taxonomy, t.slug, tt.count AS said, COUNT( p.ID ) AS found FROM {$wpdb->term_taxonomy} tt INNER JOIN {$wpdb->terms} t ON t.term_id = tt.term_id
		LEFT JOIN {$wpdb->term_relationships} r ON r.term_taxonomy_id = tt.term_taxonomy_id LEFT JOIN {$wpdb->posts} p ON p.ID = r.object_id AND p.post_type = 'product' AND p.post_status = 'publish'
		WHERE tt.taxonomy LIKE 'pa\\_%' OR tt.taxonomy IN ( 'product_cat', 'product_tag', 'product_brand' ) GROUP BY tt.term_taxonomy_id HAVING said <> found"
	);
	foreach ( $counts as $row ) {
		$drift[] = "{$row->taxonomy}/{$row->slug}: {$row->found} products, its count says {$row->said}";
	}
	return array_merge( $drift, unopim_category_drift( $products ) );
}

/**
 * What a customer reads beside a category counts its subcategories' products too.
 *
 * @param array<array<string,mixed>> $products
 * @return array<string>
 */
function unopim_category_drift( array $products ): array {
	$found = array();
	foreach ( $products as $sku => $product ) {
		foreach ( 'publish' === $product['status'] ? $product['categories'] : array() as $slug ) {
			$term = get_term_by( 'slug', $slug, 'product_cat' );
			foreach ( array( $term->term_id, ...get_ancestors( $term->term_id, 'product_cat', 'taxonomy' ) ) as $id ) {
				$found[ $id ][ $sku ] = true;
			}
		}
	}
	$drift = array();
	foreach ( get_terms( array( 'taxonomy' => 'product_cat', 'hide_empty' => false, 'fields' => 'id=>slug' ) ) as $id => $slug ) {
		list( $said, $counted ) = array( (int) get_term_meta( $id, 'product_count_product_cat', true ), count( $found[ $id ] ?? array() ) );
		if ( $said !== $counted ) {
			$drift[] = "product_cat/{$slug}: {$counted} products with those of its subcategories, its count says {$said}";
		}
	}
	return $drift;
}

/**
 * The rows by which the shop's filters find a product.
 *
 * @param array<string,mixed> $product
 * @return array<string>
 */
function unopim_filter_rows( array $product ): array {
	$rows = array();
	foreach ( $product['attributes'] as $taxonomy => $attribute ) {
		if ( ! taxonomy_exists( $taxonomy ) ) {
			continue;
		}
		// Only a variable product is found by its variations.
		if ( ! $attribute['variation'] || ! isset( $product['variations'] ) ) {
			foreach ( $attribute['values'] as $slug ) {
				$rows[] = "{$product['id']} {$taxonomy} " . get_term_by( 'slug', $slug, $taxonomy )->term_id . ' 0';
			}
			continue;
		}
		foreach ( $product['variations'] ?? array() as $variation ) {
			$slug = $variation['axes'][ $taxonomy ] ?? '';
			if ( '' !== $slug ) {
				$rows[] = "{$variation['id']} {$taxonomy} " . get_term_by( 'slug', $slug, $taxonomy )->term_id . ' 1';
			}
		}
	}
	return $rows;
}
