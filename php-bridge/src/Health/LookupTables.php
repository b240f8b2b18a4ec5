<?php
declare(strict_types=1);

namespace UnoPim\Connector\Health;

/**
 * WooCommerce's lookup table of products: what its lists and filters search. It drifts where something wrote past WooCommerce, or a
 * process died in between.
 */
class LookupTables {

	/** As WooCommerce's own tool fills them. */
	private const COLUMNS = array( 'min_max_price', 'stock_quantity', 'sku', 'global_unique_id', 'stock_status', 'average_rating', 'total_sales', 'downloadable', 'virtual', 'onsale', 'tax_class', 'tax_status' );

	private const POSTS = "p.post_type IN ( 'product', 'product_variation' ) AND p.post_status NOT IN ( 'auto-draft', 'trash' )";

	public function __construct( private \wpdb $db ) {}

	/** @return array{missing:int,different:int}|null null without WooCommerce's table. */
	public function drift(): ?array {
		if ( ! function_exists( 'wc_update_product_lookup_tables_column' ) ) {
			return null;
		}
		$table = $this->db->prefix . 'wc_product_meta_lookup';
		return array(
			'missing'   => (int) $this->db->get_var( "SELECT COUNT(*) FROM {$this->db->posts} AS p LEFT JOIN {$table} AS k ON k.product_id = p.ID WHERE k.product_id IS NULL AND " . self::POSTS ), // phpcs:ignore WordPress.DB.PreparedSQL -- constants.
			'different' => (int) $this->db->get_var(
				"SELECT COUNT(*) FROM {$this->db->posts} AS p INNER JOIN {$table} AS k ON k.product_id = p.ID
				LEFT JOIN {$this->db->postmeta} AS s ON s.post_id = p.ID AND s.meta_key = '_sku'
				LEFT JOIN {$this->db->postmeta} AS t ON t.post_id = p.ID AND t.meta_key = '_stock_status'
				WHERE ( COALESCE( k.sku, '' ) <> COALESCE( s.meta_value, '' ) OR ( t.meta_value IS NOT NULL AND COALESCE( k.stock_status, '' ) <> t.meta_value ) ) AND " . self::POSTS
			), // phpcs:ignore WordPress.DB.PreparedSQL -- constants.
		);
	}

	/** Rows that are missing are made, and every column is filled again by WooCommerce. @return array{missing:int,different:int}|null what is left */
	public function repair(): ?array {
		if ( null === $this->drift() ) {
			return null;
		}
		$table = $this->db->prefix . 'wc_product_meta_lookup';
		$this->db->query( "INSERT IGNORE INTO {$table} (product_id) SELECT p.ID FROM {$this->db->posts} AS p WHERE " . self::POSTS ); // phpcs:ignore WordPress.DB.PreparedSQL -- constants.
		foreach ( self::COLUMNS as $column ) {
			wc_update_product_lookup_tables_column( $column );
		}
		return $this->drift();
	}

	/** Without a full stop: it may stand in a sentence. @param array{missing:int,different:int} $drift */
	public static function in_words( array $drift ): string {
		return implode(
			', ',
			array(
				/* translators: %d: number of products */
				sprintf( _n( '%d product is missing', '%d products are missing', $drift['missing'], 'unopim-connector' ), $drift['missing'] ),
				/* translators: %d: number of products */
				sprintf( _n( '%d differs', '%d differ', $drift['different'], 'unopim-connector' ), $drift['different'] ),
			)
		);
	}
}
