<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/**
 * The order in which the shop shows an attribute's terms. It is made here and not taken from WordPress' caches, which hold the same
 * terms by name or by the attribute's order, depending on who filled them: equal values must give equal hashes.
 */
final class TermOrder {

	/**
	 * @param array<int> $ids
	 * @return array<int>
	 */
	public static function sorted( array $ids, string $taxonomy ): array {
		if ( count( $ids ) < 2 ) {
			return array_values( $ids );
		}
		$order_by = wc_attribute_orderby( $taxonomy );
		$keys     = array();
		foreach ( $ids as $id ) {
			$term        = get_term( $id, $taxonomy );
			$name        = $term instanceof \WP_Term ? mb_strtolower( remove_accents( $term->name ) ) : '';
			$name        = "={$name}"; // Never compared as a number.
			$keys[ $id ] = match ( $order_by ) {
				'id'       => array( $id ),
				'name'     => array( $name, $id ),
				'name_num' => array( (float) substr( $name, 1 ), $name, $id ),
				default    => array( (int) get_term_meta( $id, 'order', true ), $name, $id ),
			};
		}
		usort( $ids, static fn( int $a, int $b ): int => $keys[ $a ] <=> $keys[ $b ] );
		return $ids;
	}
}
