<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\Import;

/**
 * The transients that WooCommerce deletes with every saved product, deleted once at the batch's end: nobody outside of the transaction
 * can have seen the change before. Works through WooCommerce's extension point for data stores, and only where the shop uses
 * WooCommerce's own.
 */
final class ProductCaches {

	/** Replaced by the class beside it, which differs only in `clear_caches()`. */
	private const STORES = array(
		'woocommerce_product_data_store'           => array( 'WC_Product_Data_Store_CPT', BatchProductStore::class ),
		'woocommerce_product-variable_data_store'  => array( 'WC_Product_Variable_Data_Store_CPT', BatchVariableStore::class ),
		'woocommerce_product-variation_data_store' => array( 'WC_Product_Variation_Data_Store_CPT', BatchVariationStore::class ),
	);

	/** As in wc_delete_product_transients(); those of the shop, and those of one product. */
	private const OF_SHOP    = array( 'wc_products_onsale', 'wc_featured_products', 'wc_outofstock_count', 'wc_low_stock_count' );
	private const OF_PRODUCT = array( 'wc_product_children_', 'wc_var_prices_', 'wc_related_', 'wc_child_has_weight_', 'wc_child_has_dimensions_' );

	/** @var array<int, true> */
	private array $pending = array();

	/** @var array<int, true> Products that did not exist before the batch, so nothing is kept about them. */
	private array $new = array();

	private bool $deferring = false;

	public function defer(): void {
		$this->deferring = true;
		foreach ( array_keys( self::STORES ) as $filter ) {
			add_filter( $filter, array( $this, 'store' ), PHP_INT_MAX );
		}
		add_action( 'woocommerce_new_product', array( $this, 'is_new' ), 0 );
		add_action( 'woocommerce_new_product_variation', array( $this, 'is_new' ), 0 );
	}

	public function release(): void {
		foreach ( array_keys( self::STORES ) as $filter ) {
			remove_filter( $filter, array( $this, 'store' ), PHP_INT_MAX );
		}
		remove_action( 'woocommerce_new_product', array( $this, 'is_new' ), 0 );
		remove_action( 'woocommerce_new_product_variation', array( $this, 'is_new' ), 0 );
		$this->deferring = false;
		$this->pending   = array();
		$this->new       = array();
	}

	/** @param mixed $store The class that WooCommerce, or a plugin, chose. */
	public function store( $store ): mixed {
		list( $own, $ours ) = self::STORES[ current_filter() ];
		return $own === $store ? new $ours( $this ) : $store;
	}

	/** @param int $id */
	public function is_new( $id ): void {
		$this->new[ (int) $id ] = true;
	}

	/** A product object may outlive its batch, and be saved again by whoever kept it. */
	public function later( int $id ): void {
		if ( $this->deferring ) {
			$this->pending[ $id ] = true;
		} else {
			wc_delete_product_transients( $id );
		}
	}

	public function clear_now( int $id ): void {
		if ( isset( $this->pending[ $id ] ) ) {
			unset( $this->pending[ $id ], $this->new[ $id ] );
			wc_delete_product_transients( $id );
		}
	}

	public function settle(): void {
		$ids = array_keys( $this->pending );
		$new = $this->new;
		$this->release();
		if ( array() === $ids ) {
			return;
		}
		if ( ! function_exists( '_wc_delete_transients' ) ) {
			array_walk( $ids, static fn( int $id ) => wc_delete_product_transients( $id ) );
			return;
		}
		$names = self::OF_SHOP;
		foreach ( $ids as $id ) {
			if ( ! isset( $new[ $id ] ) ) {
				array_push( $names, ...array_map( static fn( string $name ): string => $name . $id, self::OF_PRODUCT ) );
			}
		}
		_wc_delete_transients( $names );
		\WC_Cache_Helper::get_transient_version( 'product', true );
		foreach ( $ids as $id ) {
			do_action( 'woocommerce_delete_product_transients', $id ); // WooCommerce's own action.
		}
	}
}
