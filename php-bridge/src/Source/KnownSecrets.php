<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

use UnoPim\Connector\Platform\UnreadableSecret;

/** Every secret that this site knows at present, so that the log can take them out of texts. */
final class KnownSecrets {

	/** @return array<string> */
	public static function all( Connection $connection, TokenStore $tokens ): array {
		$secrets = array();
		foreach ( Connection::SECRETS as $field ) {
			try {
				$secrets[] = $connection->secret( $field );
			} catch ( UnreadableSecret ) {
				continue; // What nobody can read, nobody can leak.
			}
		}
		$token = $tokens->read();
		if ( null !== $token ) {
			array_push( $secrets, $token->access, $token->refresh );
		}
		return array_values( array_filter( $secrets, static fn( $secret ) => '' !== $secret ) );
	}
}
