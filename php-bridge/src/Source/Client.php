<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

/**
 * Reads UnoPim's REST API for the engine: the configured host only, below `/api/v1/rest/` only, bodies untouched.
 */
final class Client {

	private const TIMEOUT   = 15.0;
	private const MAX_BYTES = 16 * 1024 * 1024;

	/** Leaves time to say so within a request of the browser. */
	private const LEAST_TIME = 1.0;

	/** @param callable():Credentials $credentials throws SourceFault where there is no connection. */
	public function __construct( private Transport $transport, private Session $session, private $credentials ) {}

	/**
	 * @param array<int|string,array{path:string,query:array<mixed>,etag:string|null}> $gets
	 * @param float $seconds time that is left for all of them together
	 * @return array<int|string,HttpAnswer|SourceFault> under the same keys.
	 */
	public function get_all( array $gets, float $seconds = self::TIMEOUT ): array {
		$answers = array();
		try {
			$credentials = ( $this->credentials )();
			$token       = $this->session->token( $credentials );
			$started     = hrtime( true );
			$answers     = $this->send( $credentials, $token, $gets, $seconds );

			$again = array_filter( $answers, static fn( $answer ) => $answer instanceof HttpAnswer && 401 === $answer->status );
			if ( array() !== $again ) {
				$left    = $seconds - ( hrtime( true ) - $started ) / 1e9;
				$token   = $this->session->replace( $credentials, $token );
				$answers = $this->send( $credentials, $token, array_intersect_key( $gets, $again ), $left ) + $answers;
			}
		} catch ( SourceFault $fault ) {
			// What was answered before the session ended stays answered.
			foreach ( $gets as $key => $get ) {
				if ( ! isset( $answers[ $key ] ) || ( $answers[ $key ] instanceof HttpAnswer && 401 === $answers[ $key ]->status ) ) {
					$answers[ $key ] = $fault;
				}
			}
		}
		return $answers;
	}

	/**
	 * @param array<int|string,array{path:string,query:array<mixed>,etag:string|null}> $gets
	 * @return array<int|string,HttpAnswer|SourceFault>
	 */
	private function send( Credentials $credentials, #[\SensitiveParameter] Token $token, array $gets, float $seconds ): array {
		$requests = array();
		$answers  = array();
		foreach ( $gets as $key => $get ) {
			try {
				$requests[ $key ] = $this->request( $credentials, $token, $get, min( self::TIMEOUT, max( self::LEAST_TIME, $seconds ) ) );
			} catch ( SourceFault $fault ) {
				$answers[ $key ] = $fault;
			}
		}
		return $answers + $this->transport->send( $requests );
	}

	/** @param array{path:string,query:array<mixed>,etag:string|null} $get */
	private function request( Credentials $credentials, #[\SensitiveParameter] Token $token, array $get, float $timeout ): HttpRequest {
		PathRules::check( $get['path'] );
		$query   = PathRules::query( $get['query'] );
		$headers = array(
			'Accept'        => 'application/json',
			'Authorization' => 'Bearer ' . $token->access,
		);
		if ( null !== $get['etag'] && preg_match( '/^[\x21-\x7e]{1,190}$/', $get['etag'] ) ) {
			$headers['If-None-Match'] = $get['etag'];
		}
		$url = $credentials->url . BaseAddress::API . $get['path'] . ( '' === $query ? '' : '?' . $query );
		return new HttpRequest( 'GET', $url, $headers, '', $timeout, self::MAX_BYTES );
	}
}
