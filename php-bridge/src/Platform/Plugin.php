<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

/** Starts the plugin: hooks now, services when WordPress and WooCommerce are there. */
final class Plugin {

	private static ?Container $container = null;

	public static function start( string $file ): void {
		register_activation_hook( $file, array( Lifecycle::class, 'activate' ) );
		register_deactivation_hook( $file, array( Lifecycle::class, 'deactivate' ) );
		add_action( 'before_woocommerce_init', static fn() => self::declare_compatibility( $file ) );
		add_action( 'plugins_loaded', array( self::class, 'boot' ) );
	}

	public static function boot(): void {
		$missing = Requirements::missing( get_bloginfo( 'version' ), defined( 'WC_VERSION' ) ? (string) WC_VERSION : null );
		if ( $missing ) {
			add_action( 'admin_notices', static fn() => Requirements::show( $missing ) );
			return;
		}
		add_action( 'init', static fn() => load_plugin_textdomain( 'unopim-connector', false, dirname( plugin_basename( UNOPIM_CONNECTOR_FILE ) ) . '/languages' ) );
		foreach ( Services::REGISTRABLE as $name ) {
			$service = self::container()->get( $name );
			if ( $service instanceof Registrable ) {
				$service->register();
			}
		}
	}

	public static function container(): Container {
		return self::$container ??= new Container( Services::recipes() );
	}

	private static function declare_compatibility( string $file ): void {
		if ( ! class_exists( \Automattic\WooCommerce\Utilities\FeaturesUtil::class ) ) {
			return;
		}
		foreach ( array( 'custom_order_tables', 'cart_checkout_blocks', 'product_block_editor' ) as $feature ) {
			\Automattic\WooCommerce\Utilities\FeaturesUtil::declare_compatibility( $feature, $file, true );
		}
	}
}
