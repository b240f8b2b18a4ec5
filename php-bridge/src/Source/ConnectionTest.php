<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Platform\NoLock;
use UnoPim\Connector\Platform\UnreadableSecret;

/**
 * Test & Save: check the shape, sign in with the typed values, ask the API, probe, and only then save. Whatever fails
 * before that leaves everything as it was.
 */
class ConnectionTest {

	private const MAX_LENGTH = 1024;

	/** @param callable(Client):?object $probe the engine's capabilities; null where no engine runs here. */
	public function __construct(
		private Connection $connection,
		private ConnectionState $state,
		private TokenStore $tokens,
		private SignIn $sign_in,
		private Transport $transport,
		private Clock $clock,
		private $probe
	) {}

	/**
	 * @param array<string,string> $typed by field; blank secrets keep the stored ones.
	 * @throws Fault
	 */
	public function run( #[\SensitiveParameter] array $typed ): void {
		$credentials = $this->complete( $typed );
		$memory      = new MemoryTokenStore();
		$session     = new Session( $this->sign_in, $memory, new NoLock(), $this->clock );
		$client      = new Client( $this->transport, $session, static fn() => $credentials );
		$session->token( $credentials );
		$this->ask_api( $client, BaseAddress::host( $credentials->url ) );
		$capabilities = ( $this->probe )( $client );
		if ( false === ( $capabilities->status ?? null ) ) {
			throw SourceFault::sign_in( 'unopim_too_old', __( 'UnoPim 0.2 or newer is needed.', 'unopim-connector' ), __( 'Update UnoPim, then test again.', 'unopim-connector' ), 'url' );
		}

		$this->tokens->clear();
		$this->connection->save( $credentials );
		$token = $memory->read();
		if ( null !== $token ) {
			$this->tokens->write( $token );
		}
		$this->state->signed_in( null );
		$this->state->probed( $capabilities );
	}

	/** @param array<string,string> $typed */
	private function complete( #[\SensitiveParameter] array $typed ): Credentials {
		$locked = $this->connection->locked();
		$value  = array();
		foreach ( array( 'url', 'client_id', 'username' ) as $field ) {
			$value[ $field ] = in_array( $field, $locked, true ) ? $this->connection->value( $field ) : trim( $typed[ $field ] ?? '' );
		}
		$value['url'] = BaseAddress::clean( $value['url'] );
		foreach ( array( 'client_id', 'username' ) as $field ) {
			$this->check( $field, $value[ $field ] );
		}
		$moved = $this->connection->has( 'url' ) && $this->connection->value( 'url' ) !== $value['url'];
		foreach ( Connection::SECRETS as $field ) {
			$given = in_array( $field, $locked, true ) ? '' : ( $typed[ $field ] ?? '' );
			if ( '' !== $given ) {
				$this->check( $field, $given );
				$value[ $field ] = $given;
				continue;
			}
			// A stored secret must not be sent to a new address that somebody typed.
			if ( $moved && ! in_array( $field, $locked, true ) ) {
				throw self::missing( $field, __( 'The address has changed, so both secrets are needed again.', 'unopim-connector' ) );
			}
			try {
				$value[ $field ] = $this->connection->secret( $field );
			} catch ( UnreadableSecret ) {
				throw self::missing( $field, SourceFault::unreadable()->getMessage() );
			}
			$this->check( $field, $value[ $field ] );
		}
		return new Credentials( $value['url'], $value['client_id'], $value['client_secret'], $value['username'], $value['password'] );
	}

	private function check( string $field, #[\SensitiveParameter] string $value ): void {
		if ( '' === $value ) {
			throw self::missing( $field, __( 'A field is empty that UnoPim needs for the sign-in.', 'unopim-connector' ) );
		}
		if ( strlen( $value ) > self::MAX_LENGTH || preg_match( '/[\x00-\x1f\x7f]/', $value ) || ! mb_check_encoding( $value, 'UTF-8' ) ) {
			throw new Fault( 'invalid_value', __( 'A field holds characters that no credential has, or too many.', 'unopim-connector' ), __( 'Copy it again, without line breaks.', 'unopim-connector' ), $field, 422 );
		}
	}

	private static function missing( string $field, string $message ): Fault {
		return new Fault( 'required', $message, __( 'Enter it.', 'unopim-connector' ), $field, 422 );
	}

	/** Signed in is not yet connected: an address may have a token endpoint and another API, or none. */
	private function ask_api( Client $client, string $host ): void {
		$answer = $client->get_all( array( array( 'path' => 'locales', 'query' => array( array( 'limit', '1' ) ), 'etag' => null ) ) )[0];
		if ( $answer instanceof SourceFault ) {
			throw $answer;
		}
		if ( 403 === $answer->status || 429 === $answer->status ) {
			return; // It is UnoPim; the missing permission is listed under the badge.
		}
		if ( 401 === $answer->status || 406 === $answer->status ) {
			throw SourceFault::sign_in(
				'unopim_version',
				/* translators: 1: host name, 2: HTTP status */
				sprintf( __( 'UnoPim at %1$s signs in, but does not accept its own session (%2$d).', 'unopim-connector' ), $host, $answer->status ),
				__( 'This is a fault of some UnoPim versions: update UnoPim. On the same version, check the clock of its server and its signing keys.', 'unopim-connector' ),
				'url'
			);
		}
		if ( $answer->status >= 500 ) {
			throw SignInRefusal::read( $answer, $host );
		}
		$data = $answer->is_html() ? null : json_decode( $answer->body, true );
		if ( 200 !== $answer->status || ! is_array( $data ) || ! is_array( $data['data'] ?? null ) ) {
			throw SignInRefusal::not_unopim( $host );
		}
	}
}
