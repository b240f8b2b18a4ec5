<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

use UnoPim\Connector\Platform\Envelope;
use UnoPim\Connector\Platform\Options;
use UnoPim\Connector\Platform\UnreadableSecret;

/** The token that all processes of the site share: one option, sealed, read past every cache. */
final class OptionTokenStore implements TokenStore {

	private const OPTION = 'token';

	public function __construct( private Options $options, private Envelope $envelope ) {}

	public function read( bool $fresh = true ): ?Token {
		$stored = $fresh ? $this->options->fresh( self::OPTION ) : $this->options->read( self::OPTION );
		$sealed = $stored['sealed'] ?? null;
		if ( ! is_string( $sealed ) ) {
			return null;
		}
		try {
			$data = json_decode( $this->envelope->open( $sealed, self::OPTION ), true );
		} catch ( UnreadableSecret ) {
			return null; // A lost token costs one sign-in.
		}
		return is_array( $data ) ? Token::from_array( $data ) : null;
	}

	public function write( #[\SensitiveParameter] Token $token ): void {
		$this->options->write( self::OPTION, array( 'sealed' => $this->envelope->seal( (string) wp_json_encode( $token->to_array() ), self::OPTION ) ) );
	}

	public function failure( string $mark, int $now ): ?SourceFault {
		$stored = $this->options->fresh( self::OPTION )['failure'] ?? null;
		if ( ! is_array( $stored ) || ( $stored['mark'] ?? '' ) !== $mark || $now >= (int) ( $stored['until'] ?? 0 ) ) {
			return null;
		}
		return SourceFault::sign_in( (string) $stored['code'], (string) $stored['message'], (string) $stored['next_step'], (string) $stored['path'], (int) $stored['until'] - $now );
	}

	public function write_failure( string $mark, SourceFault $fault, int $until ): void {
		// Beside the token: one that still has minutes to live goes on being used.
		$stored            = $this->options->fresh( self::OPTION );
		$stored['failure'] = array(
			'mark'      => $mark,
			'until'     => $until,
			'code'      => $fault->slug(),
			'message'   => $fault->getMessage(),
			'next_step' => $fault->next_step(),
			'path'      => $fault->path(),
		);
		$this->options->write( self::OPTION, $stored );
	}

	public function clear(): void {
		$this->options->delete( self::OPTION );
	}
}
