<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

use UnoPim\Connector\Jobs\Actions;
use UnoPim\Connector\Settings\GeneralSettings;

/**
 * Takes away everything of the connector on each site whose switch is on: options, tables, meta, scheduled actions,
 * transients, capability. Products, terms and attachments stay.
 */
final class Uninstaller {

	private const TERM_META = array( 'unopim_swatch_color', 'unopim_swatch_image_id' );
	private const POST_META = array( '_unopim_related_ids', '_unopim_sha256' );

	public static function run(): void {
		if ( ! is_multisite() ) {
			self::site();
			return;
		}
		foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $site ) {
			switch_to_blog( (int) $site );
			try {
				self::site();
			} finally {
				restore_current_blog();
			}
		}
	}

	private static function site(): void {
		global $wpdb;
		$container = Plugin::container();
		if ( true !== $container->get( GeneralSettings::class )->get( 'remove_data' ) ) {
			return;
		}
		$container->get( Actions::class )->cancel_all();
		foreach ( self::TERM_META as $key ) {
			delete_metadata( 'term', 0, $key, '', true );
		}
		foreach ( self::POST_META as $key ) {
			delete_metadata( 'post', 0, $key, '', true );
		}
		$container->get( Schema::class )->drop();
		$container->get( Options::class )->delete_all();
		foreach ( array( '_transient_', '_transient_timeout_' ) as $kind ) {
			foreach ( $wpdb->get_col( $wpdb->prepare( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE %s", $wpdb->esc_like( $kind . Options::PREFIX ) . '%' ) ) as $name ) {
				delete_option( $name );
			}
		}
		Capability::revoke();
	}
}
