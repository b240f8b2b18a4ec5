<?php
declare(strict_types=1);

namespace UnoPim\Connector\Settings;

/** The shop's product categories as they are now, for the Categories page. */
final class ShopCategories {

	/** @return array<array{id:int,name:string,parent:int,count:int}> by name */
	public static function all(): array {
		$terms = taxonomy_exists( 'product_cat' ) ? get_terms( array( 'taxonomy' => 'product_cat', 'hide_empty' => false, 'orderby' => 'name' ) ) : array();
		return array_map(
			static fn( \WP_Term $term ) => array( 'id' => $term->term_id, 'name' => html_entity_decode( $term->name, ENT_QUOTES, 'UTF-8' ), 'parent' => $term->parent, 'count' => $term->count ),
			is_array( $terms ) ? $terms : array()
		);
	}
}
