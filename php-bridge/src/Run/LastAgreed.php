<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Platform\Schema;

/**
 * What both sides had when they last agreed, as far as the history tells: people see it beside a conflict. Links keep only hashes of it, which
 * is all that is needed to decide.
 */
class LastAgreed {

	/** Operations of an item that are looked through; older ones are rarely the last to have written a field. */
	private const DEPTH = 20;

	public function __construct( private \wpdb $db, private Schema $schema ) {}

	/**
	 * @param array<string> $fields of the shop item
	 * @return array<string,array{value:mixed,at:string}> those that are known, with their time in UTC
	 */
	public function of( string $entity, string $channel, int $shop_id, array $fields ): array {
		if ( 0 === $shop_id || array() === $fields ) {
			return array();
		}
		$known = array();
		$rows  = $this->db->get_results( $this->db->prepare( "SELECT * FROM %i WHERE entity = %s AND shop_id = %d AND channel = %s AND outcome = 'done' ORDER BY id DESC LIMIT %d", $this->schema->table( 'operations' ), $entity, $shop_id, $channel, self::DEPTH ) );
		foreach ( $rows ?: array() as $row ) {
			$written = (array) json_decode( $row->fields );
			if ( 'unopim' === ( $row->side ?? '' ) && array() !== $written ) {
				break; // A push names its fields by their place in UnoPim; what the shop had then is not told, and older rows are out of date.
			}
			foreach ( $written as $field ) {
				if ( ! empty( $field->write ) && in_array( $field->field, $fields, true ) ) {
					$known += array( $field->field => array( 'value' => $field->new, 'at' => str_replace( ' ', 'T', $row->created_at ) . 'Z' ) );
				}
			}
		}
		return $known;
	}
}
