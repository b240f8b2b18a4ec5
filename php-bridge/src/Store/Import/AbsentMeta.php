<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\Import;

/**
 * Deleting meta that is not there. WooCommerce deletes some twenty empty properties of a product with every save, and WordPress looks for
 * each of them in the database first. The cache already knows all keys that the product has.
 *
 * The same with what WooCommerce keeps about a term: it is deleted with every product that gets the term. The first time in a batch, and
 * once more at its end, are enough.
 */
final class AbsentMeta {

	private const OF_TERM = 'product_ids';

	/** @var array<int, bool> Terms to whether somebody wanted the meta deleted again. */
	private array $terms = array();

	public function start(): void {
		$this->terms = array();
		add_filter( 'delete_post_metadata', array( $this, 'answer' ), PHP_INT_MAX - 1, 5 );
		add_filter( 'delete_term_metadata', array( $this, 'answer_term' ), PHP_INT_MAX - 1, 5 );
	}

	public function stop(): void {
		remove_filter( 'delete_post_metadata', array( $this, 'answer' ), PHP_INT_MAX - 1 );
		remove_filter( 'delete_term_metadata', array( $this, 'answer_term' ), PHP_INT_MAX - 1 );
	}

	/** What somebody kept about them in between. */
	public function settle(): void {
		$this->stop();
		$again = array_keys( array_filter( $this->terms ) );
		if ( array() !== $again ) {
			update_meta_cache( 'term', $again );
		}
		foreach ( $again as $id ) {
			if ( metadata_exists( 'term', $id, self::OF_TERM ) ) {
				delete_term_meta( $id, self::OF_TERM );
			}
		}
		$this->terms = array();
	}

	/** False is what WordPress returns after it has found nothing, without having called an action. */
	public function answer( $check, $id, $key, $value, $all ): mixed {
		if ( null !== $check || $all || ! in_array( get_post_type( $id ), array( 'product', 'product_variation' ), true ) ) {
			return $check;
		}
		return metadata_exists( 'post', (int) $id, (string) $key ) ? null : false;
	}

	public function answer_term( $check, $id, $key, $value, $all ): mixed {
		if ( null !== $check || $all || self::OF_TERM !== $key ) {
			return $check;
		}
		$asked                    = isset( $this->terms[ (int) $id ] );
		$this->terms[ (int) $id ] = $asked;
		return $asked ? false : null;
	}
}
