<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

/**
 * Ends a process whose database is gone. WordPress wants to end it too, with a page; but whoever has a say in that page (WooCommerce: may it be
 * indexed?) asks the database once more, which brings the next page, and so on for ever.
 */
final class LostDatabase {

	private const HOOK = 'wp_die_handler';

	/**
	 * @template T
	 * @param callable():T $work
	 * @return T
	 */
	public static function ends( callable $work ): mixed {
		$handler = static fn( $default ) => self::is_lost() ? array( self::class, 'end' ) : $default;
		add_filter( self::HOOK, $handler, PHP_INT_MAX );
		try {
			return $work();
		} finally {
			remove_filter( self::HOOK, $handler, PHP_INT_MAX ); // Not on the way out: what runs at shutdown asks the database as well.
		}
	}

	/** @param string|\WP_Error $message */
	public static function end( $message ): never {
		$text = $message instanceof \WP_Error ? $message->get_error_message() : (string) $message;
		error_log( 'UnoPim Connector: ' . wp_strip_all_tags( $text ) ); // phpcs:ignore WordPress.PHP.DevelopmentFunctions -- there is no other place left to say it.
		exit( 1 );
	}

	/** Whether the last try to connect failed. */
	private static function is_lost(): bool {
		return mysqli_connect_errno() > 0;
	}
}
