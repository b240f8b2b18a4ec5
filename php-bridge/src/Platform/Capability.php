<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

/** Who may use the connector: `manage_unopim`, given to administrators and shop managers. */
final class Capability {

	public const NAME = 'manage_unopim';

	private const ROLES = array( 'administrator', 'shop_manager' );

	/** The capability in force; `$context` names the page or route that asks. */
	public static function required( string $context ): string {
		/**
		 * Filters the capability that a page or route of the connector needs.
		 *
		 * @param string $capability
		 * @param string $context
		 */
		$capability = apply_filters( 'unopim_connector_capability', self::NAME, $context );
		return is_string( $capability ) && '' !== $capability ? $capability : self::NAME;
	}

	public static function grant(): void {
		foreach ( self::ROLES as $name ) {
			get_role( $name )?->add_cap( self::NAME );
		}
	}

	public static function revoke(): void {
		foreach ( array_keys( wp_roles()->roles ) as $name ) {
			get_role( (string) $name )?->remove_cap( self::NAME );
		}
	}
}
