<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

use UnoPim\Connector\Jobs\Actions;
use UnoPim\Connector\Jobs\Upkeep;
use UnoPim\Connector\Run\RunRepository;

/** Activation and deactivation. Neither opens a connection. */
final class Lifecycle {

	public static function activate( bool $network_wide = false ): void {
		self::each( $network_wide, array( self::class, 'activate_site' ) );
	}

	/** Whoever drives a run lets go of it; runs keep their checkpoints and go on after the next activation. */
	public static function deactivate( bool $network_wide = false ): void {
		self::each( $network_wide, array( self::class, 'deactivate_site' ) );
	}

	/** @param callable():void $work */
	private static function each( bool $network_wide, callable $work ): void {
		foreach ( $network_wide && is_multisite() ? get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) : array( 0 ) as $site ) {
			Plugin::container()->get( Sites::class )->at( (int) $site, $work );
		}
	}

	public static function deactivate_site(): void {
		Plugin::container()->get( Actions::class )->cancel_all();
		if ( Plugin::container()->get( Schema::class )->exists( 'runs' ) ) {
			Plugin::container()->get( RunRepository::class )->let_go();
		}
	}

	public static function activate_site(): void {
		self::prepare_site();
		Plugin::container()->get( Upkeep::class )->ensure();
	}

	/** Tables and capability of the present site. Its clock needs WooCommerce's tables, which come later on a new site: an admin page starts it. */
	public static function prepare_site(): void {
		Plugin::container()->get( Schema::class )->upgrade();
		Capability::grant();
	}
}
