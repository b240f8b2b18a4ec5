<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Platform\Sites;

/** In which state products are, for a list of many. The first that holds is a product's state. */
class ProductStates {

	public const STATES = array( 'excluded', 'held', 'parked', 'linked', 'unlinked' );

	/** States that a lane of waiting work stands for. */
	private const LANES = array( 'excluded', 'held', 'parked' );

	public function __construct( private \wpdb $db, private Schema $schema, private Sites $sites ) {}

	/**
	 * Two queries, however many products.
	 *
	 * @param array<int> $ids
	 * @return array<int,string> state by id
	 */
	public function of( array $ids ): array {
		if ( array() === $ids ) {
			return array();
		}
		$list   = implode( ',', array_map( 'intval', $ids ) );
		$lanes  = $this->db->get_results( $this->db->prepare( "SELECT shop_id, lane FROM %i WHERE entity = 'product' AND lane IN ('excluded', 'held', 'parked') AND shop_id IN ({$list})", $this->items() ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- numbers.
		$linked = $this->db->get_col( $this->db->prepare( "SELECT DISTINCT shop_id FROM %i WHERE entity = 'product' AND shop_id IN ({$list})", $this->schema->table( 'links' ) ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- numbers.
		$states = array_fill_keys( $ids, 'unlinked' );
		foreach ( $linked as $id ) {
			$states[ (int) $id ] = 'linked';
		}
		foreach ( $lanes ?: array() as $row ) {
			$id            = (int) $row->shop_id;
			$before        = array_search( $states[ $id ] ?? 'unlinked', self::STATES, true );
			$states[ $id ] = self::STATES[ min( $before, array_search( $row->lane, self::STATES, true ) ) ];
		}
		return $states;
	}

	/** A condition that holds for products in this state, to be joined with AND. Held and parked ones that are excluded as well count there too. */
	public function condition( string $state ): string {
		$link = $this->db->prepare( "EXISTS ( SELECT 1 FROM %i AS unopim_link WHERE unopim_link.entity = 'product' AND unopim_link.shop_id = {$this->db->posts}.ID )", $this->schema->table( 'links' ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- a name of WordPress.
		return match ( true ) {
			'unlinked' === $state                 => "NOT {$link}",
			in_array( $state, self::LANES, true ) => $this->db->prepare( "EXISTS ( SELECT 1 FROM %i AS unopim_item WHERE unopim_item.entity = 'product' AND unopim_item.lane = %s AND unopim_item.shop_id = {$this->db->posts}.ID )", $this->items(), $state ), // phpcs:ignore WordPress.DB.PreparedSQL -- a name of WordPress.
			default                               => $link,
		};
	}

	/** On a site that another one's connection serves, what waits lies with the owner. */
	private function items(): string {
		return $this->sites->for_owner( fn() => $this->schema->table( 'items' ) );
	}
}
