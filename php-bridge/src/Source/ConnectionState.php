<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Options;
use UnoPim\Connector\Platform\UnreadableSecret;

/** What is known of the connection: the badge, why it is red, and what this UnoPim can do. */
class ConnectionState {

	private const OPTION = 'connection_state';

	public function __construct( private Options $options, private Connection $connection, private TokenStore $tokens, private Clock $clock ) {}

	/** Told by each sign-in of the shared session. */
	public function signed_in( ?SourceFault $fault ): void {
		$state = $this->options->fresh( self::OPTION );
		if ( null === $fault ) {
			$state['signed_in_at'] = $this->clock->now();
			unset( $state['failure'] );
		} else {
			$state['failure'] = $fault->to_array();
		}
		$this->options->write( self::OPTION, $state );
	}

	/** @param object|null $capabilities as the engine found them; null when they could not be probed. */
	public function probed( ?object $capabilities ): void {
		$state = $this->options->fresh( self::OPTION );
		// As text: an option is stored serialised, and nothing of UnoPim's answers is to pass through there.
		$state['capabilities'] = null === $capabilities ? '' : (string) wp_json_encode( Capabilities::known( $capabilities ) );
		$state['probed_at']    = $this->clock->now();
		$this->options->write( self::OPTION, $state );
	}

	/** UnoPim has answered as it should not, by what is known of it: it may have been updated. */
	public function doubt(): void {
		$this->options->write( self::OPTION, array( 'doubted' => true ) + $this->options->fresh( self::OPTION ) );
	}

	/** Somebody is about to find out. */
	public function settle(): void {
		$this->options->write( self::OPTION, array_diff_key( $this->options->fresh( self::OPTION ), array( 'doubted' => 1 ) ) );
	}

	public function is_doubted(): bool {
		return true === ( $this->options->fresh( self::OPTION )['doubted'] ?? false );
	}

	public function forget(): void {
		$this->options->delete( self::OPTION );
	}

	/** As the engine's `Capabilities`; null means that it has to probe. */
	public function capabilities(): ?object {
		$value = json_decode( (string) ( $this->options->read( self::OPTION )['capabilities'] ?? '' ) );
		return is_object( $value ) ? $value : null;
	}

	/** @return array<string> permission keys that UnoPim refused. */
	public function denied(): array {
		$denied = $this->capabilities()->denied ?? array();
		return is_array( $denied ) ? array_values( array_filter( $denied, 'is_string' ) ) : array();
	}

	/** `connected`, `refreshing` or `not_connected`. */
	public function badge(): string {
		if ( ! $this->connection->is_complete() || null !== $this->problem() ) {
			return 'not_connected';
		}
		$token = $this->tokens->read();
		if ( null === $token && ! isset( $this->options->read( self::OPTION )['signed_in_at'] ) ) {
			return 'not_connected';
		}
		return null !== $token && $this->clock->now() < $token->expires_at() ? 'connected' : 'refreshing';
	}

	/** @return array{code:string,message:string,path:string|null,next_step:string|null}|null */
	public function problem(): ?array {
		if ( ! $this->connection->is_complete() ) {
			return null;
		}
		foreach ( Connection::SECRETS as $field ) {
			try {
				$this->connection->secret( $field );
			} catch ( UnreadableSecret ) {
				return SourceFault::unreadable()->to_array();
			}
		}
		$failure = $this->options->fresh( self::OPTION )['failure'] ?? null;
		return is_array( $failure ) ? $failure : null;
	}

	/** @return array{obtained_at:int,expires_at:int}|null when the present session began, and when it ends. */
	public function token(): ?array {
		$token = $this->tokens->read();
		return null === $token ? null : array( 'obtained_at' => $token->obtained_at, 'expires_at' => $token->expires_at() );
	}

	/** When UnoPim was probed last. */
	public function probed_at(): ?int {
		$at = $this->options->read( self::OPTION )['probed_at'] ?? null;
		return is_int( $at ) ? $at : null;
	}
}
