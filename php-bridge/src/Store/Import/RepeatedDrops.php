<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\Import;

/**
 * What WordPress and WooCommerce drop from their caches after every saved product, whichever it is: some ten transients, each looked for in
 * the database. Here those callbacks rest while a batch is written, and are called once at its end.
 */
final class RepeatedDrops {

	/** Actions to the functions or methods on them that take no notice of the product. */
	private const CALLBACKS = array(
		'transition_post_status'                => array( '__clear_multi_author_cache' ),
		'woocommerce_new_product'               => array( 'clear_stock_count_cache', 'invalidate_wc_layered_nav_counts_cache' ),
		'woocommerce_update_product'            => array( 'clear_stock_count_cache', 'invalidate_wc_layered_nav_counts_cache' ),
		'woocommerce_delete_product_transients' => array( 'delete_product_transients' ),
	);

	/** Methods of other classes that bear the same name are none of our business. */
	private const CLASSES = array( 'Automattic\WooCommerce\Admin\ReportsSync', 'Automattic\WooCommerce\Blocks\BlockTypesController', 'WC_Brands' );

	/** @var array<array{action: string, callback: callable, priority: int, arguments: int, fired: int}> */
	private array $resting = array();

	public function defer(): void {
		global $wp_filter;
		foreach ( self::CALLBACKS as $action => $names ) {
			foreach ( $wp_filter[ $action ]->callbacks ?? array() as $priority => $callbacks ) {
				foreach ( $callbacks as $of ) {
					if ( in_array( self::name( $of['function'] ), $names, true ) ) {
						$this->resting[] = array( 'action' => $action, 'callback' => $of['function'], 'priority' => $priority, 'arguments' => $of['accepted_args'], 'fired' => did_action( $action ) );
					}
				}
			}
		}
		foreach ( $this->resting as $of ) {
			remove_action( $of['action'], $of['callback'], $of['priority'] );
		}
	}

	/** Inside of the batch's transaction. */
	public function settle(): void {
		$called = array();
		foreach ( $this->resting as $of ) {
			if ( did_action( $of['action'] ) > $of['fired'] && ! in_array( $of['callback'], $called, true ) ) {
				$called[] = $of['callback'];
				call_user_func( $of['callback'], ...array_fill( 0, min( 1, $of['arguments'] ), 0 ) );
			}
		}
		$this->release();
	}

	public function release(): void {
		foreach ( $this->resting as $of ) {
			add_action( $of['action'], $of['callback'], $of['priority'], $of['arguments'] );
		}
		$this->resting = array();
	}

	private static function name( mixed $callback ): ?string {
		if ( is_string( $callback ) ) {
			return $callback;
		}
		$class = is_array( $callback ) ? ( is_object( $callback[0] ) ? get_class( $callback[0] ) : $callback[0] ) : null;
		return in_array( $class, self::CLASSES, true ) ? $callback[1] : null;
	}
}
