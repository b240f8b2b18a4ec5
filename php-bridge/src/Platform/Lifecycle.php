<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

use UnoPim\Connector\Jobs\Actions;
use UnoPim\Connector\Jobs\Upkeep;

/** Activation and deactivation. Neither opens a connection. */
final class Lifecycle {

	public static function activate( bool $network_wide = false ): void {
		if ( ! $network_wide || ! is_multisite() ) {
			self::activate_site();
			return;
		}
		foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $site ) {
			switch_to_blog( (int) $site );
			try {
				self::activate_site();
			} finally {
				restore_current_blog();
			}
		}
	}

	/** Runs keep their checkpoints and go on after the next activation. */
	public static function deactivate(): void {
		Plugin::container()->get( Actions::class )->cancel_all();
	}

	private static function activate_site(): void {
		Plugin::container()->get( Schema::class )->upgrade();
		Capability::grant();
		Plugin::container()->get( Upkeep::class )->ensure();
	}
}
