<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

/** The `shop` steps of a case: what somebody does in the shop by hand. */
final class Owner {

	private const CLASSES = array(
		'simple'    => \WC_Product_Simple::class,
		'variable'  => \WC_Product_Variable::class,
		'variation' => \WC_Product_Variation::class,
		'grouped'   => \WC_Product_Grouped::class,
	);

	/** Where WooCommerce's name is not that of the wire. */
	private const SETTERS = array( 'categories' => 'set_category_ids', 'tags' => 'set_tag_ids', 'gtin' => 'set_global_unique_id' );

	/** @param array<string, mixed> $step */
	public static function act( array $step ): ?int {
		wp_cache_flush();
		if ( isset( $step['add'] ) ) {
			$what = $step['add'];
			if ( 'attachment' === $what['kind'] ) {
				return wp_insert_attachment( array( 'post_title' => $what['name'], 'post_mime_type' => 'image/png' ) );
			}
			if ( 'term' === $what['kind'] ) {
				return wp_insert_term( $what['name'], $what['taxonomy'], array( 'slug' => $what['slug'], 'parent' => $what['parent'] ?? 0 ) )['term_id'];
			}
			$class   = self::CLASSES[ $what['kind'] ];
			$product = new $class();
			if ( isset( $what['parent'] ) ) {
				$product->set_parent_id( $what['parent'] );
			}
			return self::fill( $product, array_diff_key( $what, array_flip( array( 'kind', 'parent' ) ) ) );
		}
		if ( isset( $step['wait'] ) ) {
			global $wpdb;
			$wpdb->query( $wpdb->prepare( "UPDATE {$wpdb->prefix}unopim_items SET next_try = next_try - %d", $step['wait'] ) );
			return null;
		}
		if ( isset( $step['edit'] ) ) {
			return self::fill( wc_get_product( $step['edit'] ), $step['fields'] );
		}
		wc_get_product( $step['trash'] ?? $step['delete'] )->delete( isset( $step['delete'] ) );
		wp_cache_flush();
		return null;
	}

	/** @param array<string, mixed> $fields */
	private static function fill( \WC_Product $product, array $fields ): int {
		foreach ( $fields as $name => $value ) {
			if ( 'axes' === $name ) {
				$product->set_attributes( $value );
			} elseif ( str_starts_with( $name, 'meta:' ) ) {
				null === $value ? $product->delete_meta_data( substr( $name, 5 ) ) : $product->update_meta_data( substr( $name, 5 ), $value );
			} elseif ( isset( self::SETTERS[ $name ] ) ) {
				$product->{self::SETTERS[ $name ]}( $value );
			} else {
				$product->{"set_{$name}"}( $value );
			}
		}
		$id = $product->save();
		wp_cache_flush();
		return $id;
	}
}
