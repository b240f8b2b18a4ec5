<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

use UnoPim\Connector\Platform\Fault;

/** UnoPim could not be reached, or answered what cannot be used. Every message names the remedy. */
final class SourceFault extends Fault {

	/** The codes that `source.get` may answer (docs/wire.md). */
	private const WIRE_CODES = array( 'dns', 'refused', 'tls', 'timeout', 'transport', 'too_large', 'signin', 'not_connected' );

	private int $retry_after = 0;

	/** Before a connection was made nothing can have arrived. */
	private bool $sent = false;

	public static function dns( string $host ): self {
		/* translators: %s: host name */
		return self::unreachable( 'dns', sprintf( __( 'The name %s is unknown to this server.', 'unopim-connector' ), $host ), __( 'Check the spelling of the UnoPim address; ask the host about its name servers.', 'unopim-connector' ) );
	}

	public static function refused( string $host ): self {
		/* translators: %s: host name */
		return self::unreachable( 'refused', sprintf( __( '%s refused the connection.', 'unopim-connector' ), $host ), __( 'Check port and firewall, and whether UnoPim is running.', 'unopim-connector' ) );
	}

	public static function tls( string $host ): self {
		/* translators: %s: host name */
		return self::unreachable( 'tls', sprintf( __( 'No secure connection to %s: its certificate was not accepted.', 'unopim-connector' ), $host ), __( 'Renew the certificate or complete its chain. Verification cannot be switched off.', 'unopim-connector' ) );
	}

	public static function timeout( string $host ): self {
		/* translators: %s: host name */
		return self::unreachable( 'timeout', sprintf( __( '%s did not answer in time.', 'unopim-connector' ), $host ), __( 'Check whether a firewall drops the connection, and how busy UnoPim is.', 'unopim-connector' ) );
	}

	public static function transport( string $host, string $detail ): self {
		/* translators: 1: host name, 2: text of the HTTP client */
		return self::unreachable( 'transport', sprintf( __( 'The exchange with %1$s broke off: %2$s', 'unopim-connector' ), $host, $detail ), __( 'It is tried again; if it stays, check proxy and firewall.', 'unopim-connector' ) );
	}

	public static function too_large( string $host, int $limit ): self {
		/* translators: 1: host name, 2: number of bytes */
		return self::unreachable( 'too_large', sprintf( __( 'The answer of %1$s is larger than %2$d bytes.', 'unopim-connector' ), $host, $limit ), __( 'Read smaller pages.', 'unopim-connector' ) );
	}

	public static function body_too_large( string $path, int $limit ): self {
		/* translators: 1: path, 2: number of bytes */
		return self::unreachable( 'too_large', sprintf( __( 'What was to be sent to %1$s is larger than %2$d bytes.', 'unopim-connector' ), $path, $limit ), __( 'Shorten the texts of this item, or map fewer of its fields.', 'unopim-connector' ) );
	}

	public static function private_address( string $host ): self {
		/* translators: %s: host name */
		return self::unreachable( 'private_address', sprintf( __( '%s is an address of a private network.', 'unopim-connector' ), $host ), __( 'If UnoPim really runs there, define UNOPIM_CONNECTOR_ALLOW_PRIVATE as true in wp-config.php.', 'unopim-connector' ), 'url' );
	}

	public static function not_connected(): self {
		return new self( 'not_connected', __( 'There is no connection to UnoPim.', 'unopim-connector' ), __( 'Enter address and credentials on the Connection page.', 'unopim-connector' ), '', 409 );
	}

	public static function unreadable(): self {
		return new self( 'secrets_unreadable', __( 'Stored secrets cannot be read.', 'unopim-connector' ), __( 'The site’s security keys have changed. Enter client secret and password again.', 'unopim-connector' ), '', 409 );
	}

	public static function bad_path( string $path ): self {
		/* translators: %s: path */
		return new self( 'bad_path', sprintf( __( 'The path %s is not one of UnoPim’s REST API.', 'unopim-connector' ), '"' . substr( preg_replace( '/[^\x20-\x7e]/', '?', $path ) ?? '', 0, 120 ) . '"' ), __( 'Only paths below /api/v1/rest/ are read.', 'unopim-connector' ), 'path', 400 );
	}

	/** The sign-in was answered, and not with a token. */
	public static function sign_in( string $code, string $message, string $next_step, string $path = '', int $retry_after = 0 ): self {
		$fault              = new self( $code, $message, $next_step, $path, 422 );
		$fault->retry_after = $retry_after;
		return $fault;
	}

	private static function unreachable( string $code, string $message, string $next_step, string $path = '' ): self {
		return new self( $code, $message, $next_step, $path, 422 );
	}

	/** The request may have reached UnoPim, so that only reading tells whether it was carried out. */
	public function after_sending(): self {
		$this->sent = true;
		return $this;
	}

	public function was_sent(): bool {
		return $this->sent;
	}

	/** Seconds after which another try makes sense; 0 when UnoPim did not say. */
	public function retry_after(): int {
		return $this->retry_after;
	}

	/** Whether another try may end differently without anybody changing anything. */
	public function is_passing(): bool {
		return in_array( $this->slug(), array( 'dns', 'refused', 'tls', 'timeout', 'transport', 'too_large' ), true );
	}

	/** @return array{code:string,message:string,hint:string} as the engine wants it. */
	public function to_wire(): array {
		$code = match ( true ) {
			in_array( $this->slug(), self::WIRE_CODES, true ) => $this->slug(),
			'private_address' === $this->slug() => 'refused',
			'secrets_unreadable' === $this->slug() => 'not_connected',
			default => 'signin',
		};
		return array( 'code' => $code, 'message' => $this->getMessage(), 'hint' => $this->next_step() );
	}
}
