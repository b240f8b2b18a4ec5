<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

use UnoPim\Connector\Platform\Schema;

/** `history.read`: what a run did, the last first. */
final class History {

	/** Those that changed a record, or left one without its link. */
	private const ACTIONS = array( 'create', 'update', 'trash', 'restore', 'delete', 'unlink' );

	public function __construct( private \wpdb $db, private Schema $tables ) {}

	/** @return array<array<string, mixed>> */
	public function read( int $run, ?int $before, int $limit ): array {
		$args = array_merge( array( $run ), self::ACTIONS, array( $before ?? PHP_INT_MAX, $limit ) );
		// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
		$rows = Sql::rows( $this->db, $this->db->prepare( 'SELECT * FROM ' . $this->tables->table( 'operations' ) . " WHERE run_id = %d AND outcome = 'done' AND action IN (" . Sql::in( self::ACTIONS ) . ') AND id < %d ORDER BY id DESC LIMIT %d', $args ) );
		return array_map(
			static fn( object $row ): array => array(
				'row'      => (int) $row->id,
				'entity'   => (string) $row->entity,
				'key'      => (string) $row->item_key,
				'channel'  => (string) $row->channel,
				'action'   => (string) $row->action,
				'reason'   => (string) $row->reason,
				'kind'     => '' === $row->kind ? null : (string) $row->kind,
				'taxonomy' => '' === $row->taxonomy ? null : (string) $row->taxonomy,
				'id'       => (int) $row->shop_id,
				'fields'   => self::fields( (string) $row->fields ),
			) + ( '' === $row->side ? array() : array( 'side' => (string) $row->side ) ),
			$rows
		);
	}

	/**
	 * Those that were written.
	 *
	 * @return array<array<string, mixed>>
	 */
	private static function fields( string $json ): array {
		$fields = array_filter( (array) json_decode( $json ), static fn( object $field ): bool => true === ( $field->write ?? false ) );
		return array_map(
			static fn( object $field ): array => array( 'field' => $field->field, 'old' => $field->old ?? null, 'new' => $field->new ?? null, 'after' => $field->after ?? null ),
			array_values( $fields )
		);
	}
}
