<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

use WpOrg\Requests\Exception as RequestsException;
use WpOrg\Requests\Hooks;
use WpOrg\Requests\Requests;
use WpOrg\Requests\Response;

/**
 * The transport over WordPress' HTTP client.
 *
 * One request goes the usual way (`wp_remote_request`, with its filters, proxies and blocks). Several go out together over
 * the Requests library below it, where nothing on the site wants to see them one by one. In both ways: no redirects, TLS
 * verified whatever other plugins filter, the checked address pinned, and one byte more than the limit read at most. A body that goes into a file is written as it comes.
 */
final class WordPressTransport implements Transport {

	/** As many as a small UnoPim answers at a time without making them wait for each other. */
	private const PARALLEL = 4;

	/** How long a checked address stands for its host within this process. */
	private const PIN_SECONDS = 60;

	private const AGENT = 'UnoPim-Connector/' . UNOPIM_CONNECTOR_VERSION;

	/** @var array<string,array{0:int,1:array<string>}> */
	private array $pins = array();

	public function __construct( private AddressGuard $guard ) {}

	public function send( array $requests ): array {
		$answers = array();
		$checked = array();
		foreach ( $requests as $key => $request ) {
			try {
				$checked[ $key ] = $this->pin( $request->url );
			} catch ( SourceFault $fault ) {
				$answers[ $key ] = $fault;
			}
		}
		$left  = array_intersect_key( $requests, $checked );
		$sizes = count( $left ) > 1 && $this->may_go_together( $left ) ? self::PARALLEL : 1;
		foreach ( array_chunk( $left, $sizes, true ) as $group ) {
			$answers += 1 === count( $group ) ? array_map( fn( $request ) => $this->one( $request, $this->pin( $request->url ) ), $group ) : $this->together( $group );
		}
		return $answers;
	}

	/** @param array<string> $pin */
	private function one( HttpRequest $request, array $pin ): HttpAnswer|SourceFault {
		$verify  = static fn( $given, $url = '' ) => $url === $request->url ? true : $given;
		$harden  = static fn( $args, $url = '' ) => $url === $request->url ? array( 'sslverify' => true, 'redirection' => 0 ) + $args : $args;
		$resolve = static function ( $handle, $args, $url ) use ( $request, $pin ) {
			if ( $url === $request->url ) {
				self::pin_curl( $handle, $url, $pin );
				self::stream( $handle, $request );
			}
		};
		add_filter( 'https_ssl_verify', $verify, PHP_INT_MAX, 2 );
		add_filter( 'http_request_args', $harden, PHP_INT_MAX, 2 );
		add_action( 'http_api_curl', $resolve, PHP_INT_MAX, 3 );
		try {
			$answer = wp_remote_request(
				$request->url,
				array(
					'method'              => $request->method,
					'headers'             => $request->headers,
					'body'                => '' === $request->body ? null : $request->body,
					'timeout'             => $this->timeout( $request ),
					'redirection'         => 0,
					'sslverify'           => true,
					'limit_response_size' => $request->max_bytes + 1,
					'user-agent'          => self::AGENT,
					'cookies'             => array(),
				)
			);
		} finally {
			remove_filter( 'https_ssl_verify', $verify, PHP_INT_MAX );
			remove_filter( 'http_request_args', $harden, PHP_INT_MAX );
			remove_action( 'http_api_curl', $resolve, PHP_INT_MAX );
		}
		if ( is_wp_error( $answer ) ) {
			return FailureKind::fault( BaseAddress::host( $request->url ), $answer->get_error_message() );
		}
		$headers = array();
		foreach ( wp_remote_retrieve_headers( $answer ) as $name => $value ) {
			$headers[ strtolower( (string) $name ) ] = is_array( $value ) ? (string) end( $value ) : (string) $value;
		}
		return $this->within_limit( $request, (int) wp_remote_retrieve_response_code( $answer ), $headers, wp_remote_retrieve_body( $answer ) );
	}

	/**
	 * @param array<int|string,HttpRequest> $group
	 * @return array<int|string,HttpAnswer|SourceFault>
	 */
	private function together( array $group ): array {
		$calls = array();
		foreach ( $group as $key => $request ) {
			$pin   = $this->pin( $request->url );
			$hooks = new Hooks();
			$hooks->register(
				'curl.before_multi_add',
				static function ( &$handle ) use ( $request, $pin ): void {
					self::pin_curl( $handle, $request->url, $pin );
					self::stream( $handle, $request );
				}
			);
			$calls[ $key ] = array(
				'url'     => $request->url,
				'type'    => $request->method,
				'headers' => $request->headers,
				'data'    => '' === $request->body ? array() : $request->body,
				'options' => array(
					'hooks'            => $hooks,
					'timeout'          => $this->timeout( $request ),
					'follow_redirects' => false,
					'verify'           => ABSPATH . WPINC . '/certificates/ca-bundle.crt',
					'verifyname'       => true,
					'max_bytes'        => $request->max_bytes + 1,
					'useragent'        => self::AGENT,
				),
			);
		}
		$answers = array();
		foreach ( Requests::request_multiple( $calls ) as $key => $answer ) {
			$request         = $group[ $key ];
			$answers[ $key ] = $answer instanceof Response && false !== $answer->status_code
				? $this->within_limit( $request, (int) $answer->status_code, self::flat( $answer ), (string) $answer->body )
				: FailureKind::fault( BaseAddress::host( $request->url ), $answer instanceof RequestsException ? $answer->getMessage() : 'no answer' );
		}
		return $answers;
	}

	/** @return array<string,string> */
	private static function flat( Response $answer ): array {
		$headers = array();
		foreach ( $answer->headers->getAll() as $name => $values ) {
			$headers[ strtolower( (string) $name ) ] = (string) end( $values );
		}
		return $headers;
	}

	/** @param array<string,string> $headers */
	private function within_limit( HttpRequest $request, int $status, array $headers, string $body ): HttpAnswer|SourceFault {
		if ( null !== $request->into && '' !== $body ) {
			// Without cURL, or where a filter answers, the body comes in one piece.
			$request->into->write( $body );
			$body = '';
		}
		return strlen( $body ) > $request->max_bytes
			? SourceFault::too_large( BaseAddress::host( $request->url ), $request->max_bytes )->after_sending()
			: new HttpAnswer( $status, $headers, $body );
	}

	/**
	 * Not where a filter answers requests in UnoPim's place, a proxy stands between, the site blocks the host, or cURL is missing.
	 *
	 * @param array<int|string,HttpRequest> $requests
	 */
	private function may_go_together( array $requests ): bool {
		if ( ! function_exists( 'curl_multi_init' ) || has_filter( 'pre_http_request' ) || ( new \WP_HTTP_Proxy() )->is_enabled() ) {
			return false;
		}
		$http = new \WP_Http();
		return array() === array_filter( $requests, static fn( HttpRequest $request ) => $http->block_request( $request->url ) );
	}

	private function timeout( HttpRequest $request ): float {
		/**
		 * Filters the arguments of a request to UnoPim that may differ: its timeout in seconds.
		 *
		 * @param array{timeout:float} $args
		 * @param string               $operation The HTTP method.
		 */
		$args = apply_filters( 'unopim_connector_http_args', array( 'timeout' => $request->timeout ), $request->method );
		$wish = is_array( $args ) ? (float) ( $args['timeout'] ?? $request->timeout ) : $request->timeout;
		return $wish > 0 ? min( $wish, 60.0 ) : $request->timeout;
	}

	/**
	 * @return array<string>
	 * @throws SourceFault
	 */
	private function pin( string $url ): array {
		$host = BaseAddress::host( $url );
		$now  = (int) ( hrtime( true ) / 1e9 );
		if ( ! isset( $this->pins[ $host ] ) || $this->pins[ $host ][0] < $now ) {
			$this->pins[ $host ] = array( $now + self::PIN_SECONDS, $this->guard->addresses( $url ) );
		}
		return $this->pins[ $host ][1];
	}

	/**
	 * The Requests library can write to a file too, but takes no notice of a write that failed and reads on beyond its limit.
	 *
	 * @param \CurlHandle $handle
	 */
	private static function stream( $handle, HttpRequest $request ): void {
		if ( null !== $request->into ) {
			curl_setopt( $handle, CURLOPT_WRITEFUNCTION, static fn( $handle, string $data ): int => $request->into->write( $data ) ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- see above.
		}
	}

	/**
	 * @param \CurlHandle   $handle
	 * @param array<string> $addresses
	 */
	private static function pin_curl( $handle, string $url, array $addresses ): void {
		if ( array() === $addresses || ( new \WP_HTTP_Proxy() )->is_enabled() ) {
			return;
		}
		$port   = parse_url( $url, PHP_URL_PORT ) ?? ( BaseAddress::is_plain( $url ) ? 80 : 443 );
		$quoted = array_map( static fn( $address ) => str_contains( $address, ':' ) ? "[{$address}]" : $address, $addresses );
		curl_setopt( $handle, CURLOPT_RESOLVE, array( BaseAddress::host( $url ) . ':' . $port . ':' . implode( ',', $quoted ) ) ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- WordPress has no option for it.
	}
}
