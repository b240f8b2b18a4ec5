<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/**
 * The taxonomy of an attribute made during this request. WooCommerce registers taxonomies on `init` only; options and products of the
 * same batch need it at once. Arguments as in `WC_Post_Types::register_taxonomies`, less what only concerns menus and labels.
 */
final class AttributeTaxonomy {

	/** @param object $row WooCommerce's row of the attribute. */
	public static function register( object $row ): string {
		global $wc_product_attributes;
		$name = wc_attribute_taxonomy_name( $row->attribute_name );
		$wc_product_attributes[ $name ] = $row;
		if ( ! taxonomy_exists( $name ) ) {
			$arguments = array(
				'hierarchical'          => false,
				'update_count_callback' => '_update_post_term_count',
				'labels'                => array( 'name' => $row->attribute_label, 'singular_name' => $row->attribute_label ),
				'show_ui'               => true,
				'show_in_quick_edit'    => false,
				'show_in_menu'          => false,
				'meta_box_cb'           => false,
				'query_var'             => false,
				'rewrite'               => false,
				'sort'                  => false,
				'public'                => false,
				'show_in_nav_menus'     => false,
				'capabilities'          => array(
					'manage_terms' => 'manage_product_terms',
					'edit_terms'   => 'edit_product_terms',
					'delete_terms' => 'delete_product_terms',
					'assign_terms' => 'assign_product_terms',
				),
			);
			// WooCommerce's own filters for exactly this registration.
			register_taxonomy( $name, apply_filters( "woocommerce_taxonomy_objects_{$name}", array( 'product' ) ), apply_filters( "woocommerce_taxonomy_args_{$name}", $arguments ) );
		}
		return $name;
	}

	/** The attribute was rolled back. */
	public static function unregister( string $name ): void {
		global $wc_product_attributes;
		unset( $wc_product_attributes[ $name ] );
		if ( taxonomy_exists( $name ) ) {
			unregister_taxonomy( $name );
		}
	}
}
