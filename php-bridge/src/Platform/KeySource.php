<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

/**
 * Where the key for stored secrets comes from: `UNOPIM_CONNECTOR_KEY`, else the site's security keys.
 *
 * WordPress makes up keys and keeps them in the database when wp-config.php has none. A stolen database then holds the
 * key beside the secrets, which is weaker; `is_weak()` says so.
 */
class KeySource {

	private const SITE_KEYS = array( 'SECURE_AUTH_KEY', 'SECURE_AUTH_SALT' );

	private const SAMPLE = 'put your unique phrase here';

	public function key(): string {
		$material = $this->is_dedicated() ? (string) constant( 'UNOPIM_CONNECTOR_KEY' ) : wp_salt( 'secure_auth' );
		return sodium_crypto_generichash( $material, 'unopim-connector/secrets', SODIUM_CRYPTO_SECRETBOX_KEYBYTES );
	}

	public function is_weak(): bool {
		return ! $this->is_dedicated() && array() !== $this->missing();
	}

	/** @return array<string> the security keys that wp-config.php does not define. */
	public function missing(): array {
		return array_values(
			array_filter( self::SITE_KEYS, static fn( $name ) => ! defined( $name ) || '' === constant( $name ) || self::SAMPLE === constant( $name ) )
		);
	}

	private function is_dedicated(): bool {
		return defined( 'UNOPIM_CONNECTOR_KEY' ) && is_string( constant( 'UNOPIM_CONNECTOR_KEY' ) ) && '' !== constant( 'UNOPIM_CONNECTOR_KEY' );
	}
}
