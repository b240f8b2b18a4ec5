<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\Import;

/**
 * WooCommerce removes and updates an item's rows in its table of attributes by `product_id`, of which that table has no index: the server reads
 * all of it, for every product. The rows of an item bear its own id or its parent's as `product_or_parent_id`, which is indexed; saying so
 * finds the same rows at once.
 */
final class LookupIndex {

	public function __construct( private \wpdb $db ) {}

	/** The statements that `work` sends. */
	public function during( callable $work ): void {
		add_filter( 'query', array( $this, 'narrow' ), PHP_INT_MAX - 1 );
		try {
			$work();
		} finally {
			remove_filter( 'query', array( $this, 'narrow' ), PHP_INT_MAX - 1 );
		}
	}

	/** @param string $query */
	public function narrow( $query ): mixed {
		if ( ! is_string( $query ) || 1 !== preg_match( "/^((?:DELETE FROM|UPDATE) {$this->db->prefix}wc_product_attributes_lookup (?:SET in_stock = [01] )?WHERE )(product_id = (\\d+)(?: OR product_or_parent_id = \\3)?)$/", $query, $found ) ) {
			return $query;
		}
		$post = get_post( (int) $found[3] );
		// Whose rows these were, nobody knows any more.
		return $post instanceof \WP_Post ? "{$found[1]}( {$found[2]} ) AND product_or_parent_id IN ( {$post->ID}, {$post->post_parent} )" : $query;
	}
}
