<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

use UnoPim\Connector\Platform\Schema;

/** Whether something of the shop's own, that no link stands for, still needs a term or an attribute. */
final class Usage {

	public function __construct( private \wpdb $db, private Schema $tables ) {}

	/** Items without a link that carry the term, or variations without one that are told apart by it. */
	public function of_term( \WP_Term $term ): bool {
		return $this->is_carried( 'tt.term_taxonomy_id = %d', array( $term->term_taxonomy_id ) )
			|| ( str_starts_with( $term->taxonomy, 'pa_' ) && $this->is_axis( 'm.meta_key = %s AND m.meta_value = %s', array( self::axis( $term->taxonomy ), $term->slug ) ) );
	}

	/** The same for any term of a taxonomy. */
	public function of_taxonomy( string $taxonomy ): bool {
		return $this->is_carried( 'tt.taxonomy = %s', array( $taxonomy ) ) || $this->is_axis( 'm.meta_key = %s', array( self::axis( $taxonomy ) ) );
	}

	/** Terms right below this one that no link stands for. */
	public function has_foreign_children( \WP_Term $term, string $entity ): bool {
		// phpcs:ignore WordPress.DB.PreparedSQL -- table names are fixed.
		return null !== Sql::cell( $this->db, $this->db->prepare( "SELECT tt.term_id FROM {$this->db->term_taxonomy} AS tt LEFT JOIN " . $this->tables->table( 'links' ) . ' AS l ON l.entity = %s AND l.shop_id = tt.term_id WHERE tt.taxonomy = %s AND tt.parent = %d AND l.id IS NULL LIMIT 1', $entity, $term->taxonomy, $term->term_id ) );
	}

	/** @param array<int|string> $args */
	private function is_carried( string $which, array $args ): bool {
		$sql = "SELECT p.ID FROM {$this->db->term_taxonomy} AS tt
			INNER JOIN {$this->db->term_relationships} AS tr ON tr.term_taxonomy_id = tt.term_taxonomy_id
			INNER JOIN {$this->db->posts} AS p ON p.ID = tr.object_id AND p.post_status <> 'auto-draft'
			LEFT JOIN " . $this->tables->table( 'links' ) . " AS l ON l.entity = 'product' AND l.shop_id = p.ID
			WHERE {$which} AND l.id IS NULL LIMIT 1";
		return null !== Sql::cell( $this->db, $this->db->prepare( $sql, $args ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders and table names are put together.
	}

	/** @param array<string> $args */
	private function is_axis( string $which, array $args ): bool {
		$sql = "SELECT p.ID FROM {$this->db->postmeta} AS m
			INNER JOIN {$this->db->posts} AS p ON p.ID = m.post_id AND p.post_type = 'product_variation' AND p.post_status <> 'auto-draft'
			LEFT JOIN " . $this->tables->table( 'links' ) . " AS l ON l.entity = 'product' AND l.shop_id = p.ID
			WHERE {$which} AND l.id IS NULL LIMIT 1";
		return null !== Sql::cell( $this->db, $this->db->prepare( $sql, $args ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders and table names are put together.
	}

	private static function axis( string $taxonomy ): string {
		return 'attribute_' . sanitize_title( $taxonomy );
	}
}
