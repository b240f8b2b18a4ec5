<?php
/**
 * Must-use plugin: writes down, process by process, what really happened to the shop, independent of what the plugin says about itself.
 * One JSON line each in `wp-content/witness.log`: a product saved, a parent synced, a row of the shop written, the number of pending actions.
 *
 * @package UnoPim\Connector
 */

final class Unopim_Witness {

	private const TABLES = 'posts|postmeta|terms|termmeta|term_taxonomy|term_relationships|wc_product_meta_lookup|wc_product_attributes_lookup|woocommerce_attribute_taxonomies';

	public static function note( string $what, mixed $about ): void {
		file_put_contents( WP_CONTENT_DIR . '/witness.log', wp_json_encode( array( $what => $about ), JSON_UNESCAPED_SLASHES ) . "\n", FILE_APPEND | LOCK_EX );
	}

	public static function query( string $sql ): string {
		$tables = self::TABLES;
		if ( ! str_contains( $sql, 'scheduled-action' ) && preg_match( "/^\s*(?:INSERT(?: IGNORE)? INTO|REPLACE INTO|UPDATE|DELETE FROM|DELETE \w+ FROM)\s+`?wp_(?:{$tables})`?\s/i", $sql ) ) {
			self::note( 'write', substr( preg_replace( '/\s+/', ' ', $sql ), 0, 200 ) );
		}
		return $sql;
	}

	public static function pending(): void {
		$query = array( 'group' => 'unopim-connector', 'status' => ActionScheduler_Store::STATUS_PENDING );
		self::note( 'pending', (int) ActionScheduler::store()->query_actions( $query, 'count' ) );
	}
}

foreach ( array( 'woocommerce_update_product', 'woocommerce_new_product', 'woocommerce_update_product_variation', 'woocommerce_new_product_variation' ) as $unopim_hook ) {
	add_action( $unopim_hook, static fn( $id, $product = null ) => Unopim_Witness::note( 'saved', $product instanceof WC_Product ? $product->get_sku() : (string) $id ), 10, 2 );
}
add_action( 'woocommerce_variable_product_sync_data', static fn( $product ) => Unopim_Witness::note( 'synced', $product->get_sku() ) );
add_action( 'action_scheduler_stored_action', array( Unopim_Witness::class, 'pending' ) );
add_filter( 'query', array( Unopim_Witness::class, 'query' ) );
