<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

/**
 * UnoPim's REST API for the engine: the configured host only, below `/api/v1/rest/` only, bodies untouched.
 */
final class Client {

	private const TIMEOUT   = 15.0;

	/** UnoPim indexes what it is sent before it answers. */
	private const SEND_TIMEOUT = 30.0;

	/** With less time left a request is not sent: whether it arrived would only have to be found out. */
	private const LEAST_SEND_TIME = 3.0;

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
			$answers     = $this->get_once( $credentials, $token, $gets, $seconds );

			$again = array_filter( $answers, static fn( $answer ) => $answer instanceof HttpAnswer && 401 === $answer->status );
			if ( array() !== $again ) {
				$left    = $seconds - ( hrtime( true ) - $started ) / 1e9;
				$token   = $this->session->replace( $credentials, $token );
				$answers = $this->get_once( $credentials, $token, array_intersect_key( $gets, $again ), $left ) + $answers;
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
	 * Sends once. A refused session is answered by one new sign-in and one more try, for then UnoPim has done nothing.
	 *
	 * @param float $seconds time that is left
	 */
	public function send( Outgoing $outgoing, float $seconds = self::SEND_TIMEOUT ): HttpAnswer|SourceFault {
		try {
			$started     = hrtime( true );
			$credentials = ( $this->credentials )();
			$token       = $this->session->token( $credentials );
			$answer      = $this->send_once( $credentials, $token, $outgoing, $seconds - ( hrtime( true ) - $started ) / 1e9 );
			if ( $answer instanceof HttpAnswer && 401 === $answer->status ) {
				$token  = $this->session->replace( $credentials, $token );
				$answer = $this->send_once( $credentials, $token, $outgoing, $seconds - ( hrtime( true ) - $started ) / 1e9 );
			}
			return $answer;
		} catch ( SourceFault $fault ) {
			return $fault;
		}
	}

	private function send_once( Credentials $credentials, #[\SensitiveParameter] Token $token, Outgoing $outgoing, float $seconds ): HttpAnswer|SourceFault {
		if ( $seconds < self::LEAST_SEND_TIME ) {
			return SourceFault::timeout( BaseAddress::host( $credentials->url ) );
		}
		PathRules::check( $outgoing->path );
		$headers = self::headers( $token ) + ( '' === $outgoing->type ? array() : array( 'Content-Type' => $outgoing->type ) );
		$request = new HttpRequest( $outgoing->method, $credentials->url . BaseAddress::API . $outgoing->path, $headers, $outgoing->body, min( self::SEND_TIMEOUT, $seconds ), self::MAX_BYTES );
		return $this->transport->send( array( $request ) )[0];
	}

	/** @return array<string,string> */
	private static function headers( #[\SensitiveParameter] Token $token ): array {
		return array( 'Accept' => 'application/json', 'Authorization' => 'Bearer ' . $token->access );
	}

	/**
	 * @param array<int|string,array{path:string,query:array<mixed>,etag:string|null}> $gets
	 * @return array<int|string,HttpAnswer|SourceFault>
	 */
	private function get_once( Credentials $credentials, #[\SensitiveParameter] Token $token, array $gets, float $seconds ): array {
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
		$headers = self::headers( $token );
		if ( null !== $get['etag'] && preg_match( '/^[\x21-\x7e]{1,190}$/', $get['etag'] ) ) {
			$headers['If-None-Match'] = $get['etag'];
		}
		$url = $credentials->url . BaseAddress::API . $get['path'] . ( '' === $query ? '' : '?' . $query );
		return new HttpRequest( 'GET', $url, $headers, '', $timeout, self::MAX_BYTES );
	}
}
