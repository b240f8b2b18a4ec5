<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Platform\Fault;

/** The lease that a page holds: a word of its own, bound to its user. */
final class BrowserLease {

	public const HEADER = 'X-Unopim-Lease';

	public static function owner( int $user, string $lease ): string {
		return "browser:{$user}:{$lease}";
	}

	/** @throws Fault */
	public static function check( mixed $lease ): string {
		if ( ! is_string( $lease ) || ! preg_match( '/^[A-Za-z0-9_-]{8,64}$/', $lease ) ) {
			throw new Fault( 'bad_lease', __( 'The request names no lease.', 'unopim-connector' ), __( 'Send the lease of the run as X-Unopim-Lease.', 'unopim-connector' ), self::HEADER, 400 );
		}
		return $lease;
	}
}
