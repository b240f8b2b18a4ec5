<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Support;

use UnoPim\Connector\Source\HttpAnswer;
use UnoPim\Connector\Source\HttpRequest;
use UnoPim\Connector\Source\SourceFault;
use UnoPim\Connector\Source\Transport;

/** Answers by a function of the request, and remembers what was asked. */
final class FakeTransport implements Transport {

	/** @var array<HttpRequest> */
	public array $asked = array();

	/** @param \Closure(HttpRequest):(HttpAnswer|SourceFault) $answer */
	public function __construct( public \Closure $answer ) {}

	public function send( array $requests ): array {
		$answers = array();
		foreach ( $requests as $key => $request ) {
			$this->asked[]   = $request;
			$answers[ $key ] = ( $this->answer )( $request );
		}
		return $answers;
	}

	/** @return array<array<string,mixed>> the bodies sent to the token endpoint */
	public function sign_ins(): array {
		$sent = array_filter( $this->asked, static fn( $request ) => str_ends_with( $request->url, '/oauth/token' ) );
		return array_values( array_map( static fn( $request ) => json_decode( $request->body, true ), $sent ) );
	}

	/** @param array<string,mixed> $data */
	public static function json( int $status, array $data, array $headers = array() ): HttpAnswer {
		return new HttpAnswer( $status, $headers + array( 'content-type' => 'application/json' ), (string) json_encode( $data ) );
	}

	public static function token( string $access, int $expires_in = 3600, string $refresh = 'refresh-1' ): HttpAnswer {
		return self::json( 200, array( 'token_type' => 'Bearer', 'expires_in' => $expires_in, 'access_token' => $access, 'refresh_token' => $refresh ) );
	}
}
