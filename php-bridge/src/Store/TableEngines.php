<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

use UnoPim\Connector\Platform\Schema;

/** Which of the tables that a batch writes to cannot be rolled back (an old shop may still have MyISAM ones). */
final class TableEngines {

	/** @var array<string>|null */
	private ?array $without = null;

	public function __construct( private \wpdb $db, private Schema $tables ) {}

	/** @return array<string> */
	public function without_transactions(): array {
		if ( null === $this->without ) {
			$db      = $this->db;
			$names   = array( $db->posts, $db->postmeta, $db->terms, $db->term_taxonomy, $db->term_relationships, $db->termmeta, $db->options, "{$db->prefix}wc_product_meta_lookup", "{$db->prefix}woocommerce_attribute_taxonomies", $this->tables->table( 'links' ), $this->tables->table( 'operations' ) );
			// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
			$found = $db->get_col( $db->prepare( "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND ENGINE <> 'InnoDB' AND TABLE_NAME IN (" . Sql::in( $names ) . ')', $names ) );
			$this->without = array_map( 'strval', $found );
		}
		return $this->without;
	}

	/** @return array<array{code: string, message: string, hint: string}> */
	public function notes(): array {
		$without = $this->without_transactions();
		return array() === $without ? array() : array(
			array(
				'code'    => 'no_transactions',
				'message' => 'These tables cannot be rolled back, so a failed write may leave half a record: ' . implode( ', ', $without ) . '.',
				'hint'    => 'Convert them to InnoDB; writing becomes several times faster, too.',
			),
		);
	}
}
