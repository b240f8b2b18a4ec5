<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

/** Sites of a network come and go: a new one gets tables and capability where the plugin is active on the whole network, a deleted one takes its tables along. */
final class Network implements Registrable {

	public function register(): void {
		if ( is_multisite() ) {
			add_action( 'wp_initialize_site', array( $this, 'add' ), 200 );
			add_filter( 'wpmu_drop_tables', array( $this, 'drop' ), 10, 2 );
		}
	}

	public function add( \WP_Site $site ): void {
		if ( isset( ( (array) get_site_option( 'active_sitewide_plugins', array() ) )[ plugin_basename( UNOPIM_CONNECTOR_FILE ) ] ) ) {
			Plugin::container()->get( Sites::class )->at( (int) $site->blog_id, array( Lifecycle::class, 'prepare_site' ) );
		}
	}

	/**
	 * @param array<string> $tables
	 * @param int           $site
	 * @return array<string>
	 */
	public function drop( array $tables, $site ): array {
		return Plugin::container()->get( Sites::class )->at( (int) $site, static fn() => array_merge( $tables, Plugin::container()->get( Schema::class )->own_tables() ) );
	}
}
