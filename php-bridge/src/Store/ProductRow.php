<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/** What questions about links ask of products, without loading one: the kind of the item behind a row. */
final class ProductRow {

	/** Joins the posts that are products, as `p`. */
	public const IS_PRODUCT = "p.post_type IN ( 'product', 'product_variation' )";

	/** The product's type as WooCommerce keeps it: a term. None means simple. */
	public static function type( \wpdb $db ): string {
		return "( SELECT type.slug FROM {$db->term_relationships} AS tr INNER JOIN {$db->term_taxonomy} AS tt ON tt.term_taxonomy_id = tr.term_taxonomy_id AND tt.taxonomy = 'product_type' INNER JOIN {$db->terms} AS type ON type.term_id = tt.term_id WHERE tr.object_id = p.ID LIMIT 1 )";
	}

	public static function kind( string $post_type, ?string $product_type ): string {
		if ( 'product_variation' === $post_type ) {
			return 'variation';
		}
		return in_array( $product_type ?? 'simple', array( 'simple', 'variable' ), true ) ? $product_type ?? 'simple' : 'other';
	}
}
