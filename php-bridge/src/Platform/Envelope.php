<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

/**
 * Seals a secret for storage: `v1:KEY:BOX`. KEY tells a rotated key from a damaged value; BOX is base64 of nonce and
 * secretbox. Each purpose has its own subkey, so that a sealed value cannot be moved to another field.
 */
final class Envelope {

	private const VERSION = 'v1';

	public function __construct( private KeySource $keys ) {}

	public function seal( string $secret, string $purpose ): string {
		$key   = $this->subkey( $purpose );
		$nonce = random_bytes( SODIUM_CRYPTO_SECRETBOX_NONCEBYTES );
		$box   = base64_encode( $nonce . sodium_crypto_secretbox( $secret, $nonce, $key ) ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions -- bytes into text.
		return self::VERSION . ':' . $this->mark( $key ) . ':' . $box;
	}

	/** @throws UnreadableSecret when it was sealed with another key, or changed since. */
	public function open( string $sealed, string $purpose ): string {
		$parts = explode( ':', $sealed );
		if ( 3 !== count( $parts ) || self::VERSION !== $parts[0] ) {
			throw UnreadableSecret::damaged();
		}
		$key = $this->subkey( $purpose );
		if ( ! hash_equals( $this->mark( $key ), $parts[1] ) ) {
			throw UnreadableSecret::other_key();
		}
		$box = base64_decode( $parts[2], true ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions -- text into bytes.
		if ( false === $box || strlen( $box ) < SODIUM_CRYPTO_SECRETBOX_NONCEBYTES + SODIUM_CRYPTO_SECRETBOX_MACBYTES ) {
			throw UnreadableSecret::damaged();
		}
		$secret = sodium_crypto_secretbox_open( substr( $box, SODIUM_CRYPTO_SECRETBOX_NONCEBYTES ), substr( $box, 0, SODIUM_CRYPTO_SECRETBOX_NONCEBYTES ), $key );
		if ( false === $secret ) {
			throw UnreadableSecret::damaged();
		}
		return $secret;
	}

	private function subkey( string $purpose ): string {
		return sodium_crypto_generichash( $purpose, $this->keys->key(), SODIUM_CRYPTO_SECRETBOX_KEYBYTES );
	}

	private function mark( string $key ): string {
		return substr( bin2hex( sodium_crypto_generichash( 'mark', $key ) ), 0, 8 );
	}
}
