<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\Import;

use Automattic\WooCommerce\Internal\ProductAttributesLookup\LookupDataStore;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Store\ProductReader;
use UnoPim\Connector\Store\Sql;

/**
 * WooCommerce's table for filtering by attribute. It would queue one job per saved item; here those jobs are caught, and the same work
 * is done at the batch's end: once per variable product instead of once per variation, and by the route that the shop's settings name.
 */
final class AttributeLookup {

	private const HOOK = 'woocommerce_run_product_attribute_lookup_update_callback';

	/** WooCommerce's code for "make the item's rows anew" (`LookupDataStore::ACTION_INSERT`). */
	private const REBUILD = 1;

	/** @var array<int, int> Item to the last action that WooCommerce wanted for it. */
	private array $wanted = array();

	/** @var array<int, true> Variable products whose variations were all saved. */
	private array $synced = array();

	private LookupIndex $index;

	public function __construct( private \wpdb $db, private Schema $tables ) {
		$this->index = new LookupIndex( $db );
	}

	public function defer(): void {
		$this->wanted = array();
		$this->synced = array();
		add_filter( 'pre_as_schedule_single_action', array( $this, 'catch_job' ), 10, 4 );
		// "Direct updates" would do the work at once, variation by variation.
		add_filter( 'pre_option_woocommerce_attribute_lookup_direct_updates', array( self::class, 'no' ) );
	}

	public static function no(): string {
		return 'no';
	}

	/**
	 * @param mixed        $pre
	 * @param int          $timestamp
	 * @param string       $hook
	 * @param array<mixed> $args
	 */
	public function catch_job( $pre, $timestamp, $hook, $args ): mixed {
		if ( null !== $pre || self::HOOK !== $hook || 2 !== count( $args ) ) {
			return $pre;
		}
		list( $id, $action ) = array_map( 'intval', array_values( $args ) );
		// A rebuild already includes the stock.
		if ( self::REBUILD !== ( $this->wanted[ $id ] ?? null ) || 2 !== $action ) {
			$this->wanted[ $id ] = $action;
		}
		return 0;
	}

	public function synced( int $id ): void {
		$this->synced[ $id ] = true;
	}

	public function release(): void {
		remove_filter( 'pre_as_schedule_single_action', array( $this, 'catch_job' ), 10 );
		remove_filter( 'pre_option_woocommerce_attribute_lookup_direct_updates', array( self::class, 'no' ) );
	}

	/** Brings the table up to date. Inside of the batch's transaction. */
	public function settle(): void {
		$this->release();
		$this->index->during( fn() => $this->bring_up_to_date() );
		$this->wanted = array();
		$this->synced = array();
	}

	private function bring_up_to_date(): void {
		$rebuild = array_fill_keys( array_keys( $this->synced ), true );
		$parents = array();
		foreach ( $this->wanted as $id => $action ) {
			if ( self::REBUILD !== $action ) {
				do_action( self::HOOK, $id, $action );
			} elseif ( 'product_variation' === get_post_type( $id ) ) {
				$parents[ (int) wp_get_post_parent_id( $id ) ] = true;
			} else {
				$rebuild[ $id ] = true;
			}
		}
		$ids = array_keys( $rebuild + $this->without_sync( array_diff_key( $parents, $rebuild ) ) );
		ProductReader::prime( $ids );
		array_walk( $ids, fn( int $id ) => $this->rebuild( $id ) );
	}

	/**
	 * Of these parents, those that no `sync` operation will follow for: the flag on the link tells.
	 *
	 * @param array<int, true> $parents
	 * @return array<int, true>
	 */
	private function without_sync( array $parents ): array {
		if ( array() === $parents ) {
			return array();
		}
		$ids = array_keys( $parents );
		// phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders are put together.
		$flagged = Sql::column( $this->db, $this->db->prepare( 'SELECT shop_id FROM ' . $this->tables->table( 'links' ) . " WHERE entity = 'product' AND FIND_IN_SET( 'sync', flags ) > 0 AND shop_id IN (" . Sql::in( $ids, '%d' ) . ')', $ids ) );
		return array_diff_key( $parents, array_fill_keys( array_map( 'intval', $flagged ), true ) );
	}

	/** WooCommerce leaves the rows of deleted terms. */
	public function drop_terms( string $taxonomy, ?int $id ): void {
		if ( str_starts_with( $taxonomy, 'pa_' ) ) {
			$this->db->delete( $this->db->prefix . 'wc_product_attributes_lookup', array( 'taxonomy' => $taxonomy ) + ( null === $id ? array() : array( 'term_id' => $id ) ) );
		}
	}

	private function rebuild( int $id ): void {
		$product = ProductReader::load( $id );
		if ( null === $product ) {
			do_action( self::HOOK, $id, self::REBUILD ); // WooCommerce removes its rows.
			return;
		}
		$store = class_exists( LookupDataStore::class ) ? wc_get_container()->get( LookupDataStore::class ) : null;
		if ( null === $store || ! method_exists( $store, 'create_data_for_product' ) || ! method_exists( $store, 'optimized_data_access_is_enabled' ) ) {
			do_action( self::HOOK, $id, self::REBUILD );
			return;
		}
		$optimised = $store->optimized_data_access_is_enabled() && $store->can_use_optimized_db_access();
		if ( ! $optimised && $product instanceof \WC_Product_Variable ) {
			_prime_post_caches( $product->get_children() );
		}
		$store->create_data_for_product( $optimised ? $id : $product, $optimised );
	}
}
