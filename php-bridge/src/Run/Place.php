<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

/** What a run is about. A further language keeps its links and its waiting items under a name of its own: `default@fr_FR`. */
final class Place {

	/**
	 * The part of a job that says so.
	 *
	 * @return array{channel:string,locale?:string}
	 */
	public static function of( string $channel ): array {
		list( $code, $locale ) = explode( '@', $channel, 2 ) + array( 1 => '' );
		return array( 'channel' => $code ) + ( '' === $locale ? array() : array( 'locale' => $locale ) );
	}

	/**
	 * Of what all channels of a site share, which belongs to none of them: the site, 0 being the owner of the connection. Null where a
	 * channel is named.
	 */
	public static function site( string $channel ): ?int {
		return preg_match( '/^(?:@(\d+))?(?:@\D|$)/', $channel, $found ) ? (int) ( $found[1] ?? 0 ) : null;
	}

	public static function channel( string $channel ): string {
		return self::of( $channel )['channel'];
	}
}
