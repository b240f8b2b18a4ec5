<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

use UnoPim\Connector\Platform\Clock;

/** Asks UnoPim's token endpoint, and says in words what a refusal means. */
final class SignIn {

	private const TIMEOUT   = 15.0;
	private const MAX_BYTES = 65536;

	/** A refused sign-in is not repeated sooner, whoever asks: ten a minute is all UnoPim allows. */
	public const PAUSE = 60;

	public function __construct( private Transport $transport, private Clock $clock ) {}

	public function with_password( Credentials $credentials ): Token {
		return $this->ask(
			$credentials,
			array(
				'grant_type' => 'password',
				'username'   => $credentials->username,
				'password'   => $credentials->password,
			)
		);
	}

	public function with_refresh( Credentials $credentials, #[\SensitiveParameter] Token $token ): Token {
		return $this->ask(
			$credentials,
			array(
				'grant_type'    => 'refresh_token',
				'refresh_token' => $token->refresh,
			)
		);
	}

	/** @param array<string,string> $grant */
	private function ask( Credentials $credentials, #[\SensitiveParameter] array $grant ): Token {
		$at      = $this->clock->now();
		$request = new HttpRequest(
			'POST',
			$credentials->url . BaseAddress::TOKEN,
			array(
				'Accept'       => 'application/json',
				'Content-Type' => 'application/json',
			),
			(string) wp_json_encode(
				$grant + array(
					'client_id'     => $credentials->client_id,
					'client_secret' => $credentials->client_secret,
					'scope'         => '',
				)
			),
			self::TIMEOUT,
			self::MAX_BYTES
		);
		$answer  = $this->transport->send( array( $request ) )[0];
		if ( $answer instanceof SourceFault ) {
			throw $answer;
		}
		$data = json_decode( $answer->body, true );
		if ( 200 !== $answer->status || ! is_array( $data ) || ! is_string( $data['access_token'] ?? null ) || '' === $data['access_token'] ) {
			throw SignInRefusal::read( $answer, BaseAddress::host( $credentials->url ), $credentials->secrets() );
		}
		$lifetime = is_numeric( $data['expires_in'] ?? null ) ? max( 1, (int) $data['expires_in'] ) : 3600;
		$refresh  = is_string( $data['refresh_token'] ?? null ) ? $data['refresh_token'] : '';
		return new Token( $data['access_token'], $refresh, $at, $lifetime, $credentials->mark() );
	}
}
