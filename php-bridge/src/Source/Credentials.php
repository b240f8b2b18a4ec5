<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

/** The five values of the Connection page, in the clear. Lives in memory only. */
final class Credentials {

	public function __construct(
		public readonly string $url,
		public readonly string $client_id,
		#[\SensitiveParameter] public readonly string $client_secret,
		public readonly string $username,
		#[\SensitiveParameter] public readonly string $password
	) {}

	/** Changes with any of the five, and tells nothing about them: a token belongs to one set of credentials. */
	public function mark(): string {
		return hash( 'sha256', implode( "\0", array( $this->url, $this->client_id, $this->client_secret, $this->username, $this->password ) ) );
	}

	/** @return array<string> what must never be stored or shown. */
	public function secrets(): array {
		return array_values( array_filter( array( $this->client_secret, $this->password ), static fn( $value ) => '' !== $value ) );
	}
}
