<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Lock;
use UnoPim\Connector\Platform\LockTimeout;

/**
 * The session that all processes share: one token, one refresher at a time.
 *
 * A token is renewed before its end by its refresh token, else by password. After a 401 there is one sign-in by password,
 * unless another process has put a newer token in place meanwhile (refreshing kills the old one at once on UnoPim 1.0).
 */
final class Session {

	/** Longer than one sign-in may take. */
	private const PATIENCE = 25.0;

	/** @param callable(?SourceFault):void $observer hears of each sign-in: null, or why it failed. */
	public function __construct(
		private SignIn $sign_in,
		private TokenStore $store,
		private Lock $lock,
		private Clock $clock,
		private $observer = null
	) {}

	/** @throws SourceFault */
	public function token( Credentials $credentials ): Token {
		// One that another process has replaced meanwhile is refused, and then read again.
		$token = $this->own( $credentials, false );
		return null !== $token && $token->is_fresh( $this->clock->now() ) ? $token : $this->renew( $credentials, null );
	}

	/**
	 * A token other than the one that UnoPim refused.
	 *
	 * @throws SourceFault
	 */
	public function replace( Credentials $credentials, #[\SensitiveParameter] Token $refused ): Token {
		return $this->renew( $credentials, $refused );
	}

	private function renew( Credentials $credentials, #[\SensitiveParameter] ?Token $refused ): Token {
		try {
			return $this->lock->with( 'token', self::PATIENCE, fn() => $this->renew_locked( $credentials, $refused ) );
		} catch ( LockTimeout ) {
			throw SourceFault::timeout( BaseAddress::host( $credentials->url ) );
		}
	}

	private function renew_locked( Credentials $credentials, #[\SensitiveParameter] ?Token $refused ): Token {
		$now   = $this->clock->now();
		$token = $this->own( $credentials );
		if ( null !== $token && $token->access === $refused?->access ) {
			$token = null;
		}
		if ( null !== $token && $token->is_fresh( $now ) ) {
			return $token;
		}
		$living = null !== $token && $now < $token->expires_at() ? $token : null;
		$fault  = $this->store->failure( $credentials->mark(), $now );
		if ( null === $fault ) {
			try {
				$new = $this->sign_in( $credentials, $living );
				$this->store->write( $new );
				$this->tell( null );
				return $new;
			} catch ( SourceFault $caught ) {
				$fault = $caught;
				if ( ! $fault->is_passing() ) {
					$this->store->write_failure( $credentials->mark(), $fault, $now + max( SignIn::PAUSE, $fault->retry_after() ) );
				}
			}
		}
		if ( null !== $living ) {
			return $living;
		}
		$this->tell( $fault );
		throw $fault;
	}

	private function sign_in( Credentials $credentials, #[\SensitiveParameter] ?Token $living ): Token {
		if ( null !== $living && '' !== $living->refresh ) {
			try {
				return $this->sign_in->with_refresh( $credentials, $living );
			} catch ( SourceFault $fault ) {
				if ( $fault->is_passing() ) {
					throw $fault;
				}
				// A dead refresh token is answered in a different way by every version; the password settles it.
			}
		}
		return $this->sign_in->with_password( $credentials );
	}

	private function own( Credentials $credentials, bool $fresh = true ): ?Token {
		$token = $this->store->read( $fresh );
		return null !== $token && hash_equals( $credentials->mark(), $token->mark ) ? $token : null;
	}

	private function tell( ?SourceFault $fault ): void {
		if ( null !== $this->observer ) {
			( $this->observer )( $fault );
		}
	}
}
