<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

/** How each service is made, and which of them hook into WordPress. */
final class Services {

	public const REGISTRABLE = array(
		Upgrade::class,
	);

	/** @return array<class-string,callable(Container):object> */
	public static function recipes(): array {
		return array(
			Schema::class  => static fn() => new Schema( self::db() ),
			Upgrade::class => static fn( Container $c ) => new Upgrade( $c->get( Schema::class ) ),
		);
	}

	private static function db(): \wpdb {
		return $GLOBALS['wpdb'];
	}
}
