<?php
declare(strict_types=1);

namespace UnoPim\Connector\Webhook;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Envelope;
use UnoPim\Connector\Platform\Options;
use UnoPim\Connector\Platform\UnreadableSecret;

/** The secret that UnoPim signs its messages with. It is stored sealed and shown once, when it is made. */
class Secret {

	private const OPTION  = 'webhook';
	private const PURPOSE = 'webhook';

	/** So that whoever finds it somewhere knows what it is. */
	private const PREFIX = 'whsec_';

	private const BYTES = 24;

	public function __construct( private Options $options, private Envelope $envelope, private Clock $clock ) {}

	/** A new one in the clear; the old one is void. */
	public function renew(): string {
		$secret = self::PREFIX . bin2hex( random_bytes( self::BYTES ) );
		$this->keep( $secret );
		return $secret;
	}

	/** Puts a secret in place (tests, deployments). */
	public function keep( #[\SensitiveParameter] string $secret ): void {
		$this->options->write( self::OPTION, array( 'secret' => $this->envelope->seal( $secret, self::PURPOSE ), 'made_at' => $this->clock->now() ) );
	}

	/** In the clear; '' when there is none, or nobody can read it any more. */
	public function value(): string {
		$sealed = (string) ( $this->options->read( self::OPTION )['secret'] ?? '' );
		try {
			return '' === $sealed ? '' : $this->envelope->open( $sealed, self::PURPOSE );
		} catch ( UnreadableSecret ) {
			return '';
		}
	}

	public function made_at(): ?int {
		$time = $this->options->read( self::OPTION )['made_at'] ?? null;
		return is_int( $time ) ? $time : null;
	}

	/** @param string $header as sent: `sha256=…` over the body's bytes. */
	public function has_signed( string $body, string $header ): bool {
		$secret = $this->value();
		return '' !== $secret && 1 === preg_match( '/^sha256=[0-9a-f]{64}$/i', $header )
			&& hash_equals( 'sha256=' . hash_hmac( 'sha256', $body, $secret ), strtolower( $header ) );
	}
}
