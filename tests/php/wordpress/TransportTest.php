<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Source\AddressGuard;
use UnoPim\Connector\Source\Client;
use UnoPim\Connector\Source\HttpRequest;
use UnoPim\Connector\Source\SourceFault;
use UnoPim\Connector\Source\WordPressTransport;
use UnoPim\Connector\Tests\WordPress\Support\SiteTestCase;

/** WordPress' HTTP client as we use it, against real HTTP. */
final class TransportTest extends SiteTestCase {

	/** @var array<int|string,mixed>|null */
	private mixed $filters = null;

	protected function tearDown(): void {
		global $wp_filter;
		if ( null !== $this->filters ) {
			$wp_filter['pre_http_request'] = $this->filters;
			$this->filters                 = null;
		}
		parent::tearDown();
	}

	/** The site of the suite keeps requests in; without that filter several go out together. */
	private function allow_parallel(): void {
		global $wp_filter;
		$this->filters = $wp_filter['pre_http_request'] ?? new \WP_Hook();
		unset( $wp_filter['pre_http_request'] );
	}

	/** @return array<string,mixed> */
	private static function get( string $path ): array {
		return array( 'path' => $path, 'query' => array(), 'etag' => null );
	}

	/** @return array<array{bool}> */
	public static function ways(): array {
		return array( 'one by one' => array( false ), 'together' => array( true ) );
	}

	/** @dataProvider ways */
	public function test_bodies_arrive_byte_by_byte_and_redirects_are_not_followed( bool $together ): void {
		$this->connect();
		if ( $together ) {
			$this->allow_parallel();
		}
		$usual = 0;
		add_action( 'http_api_debug', $count = static function () use ( &$usual ): void {
			++$usual;
		} );
		$answers = self::service( Client::class )->get_all( array( 'raw' => self::get( 'raw' ), 'away' => self::get( 'away' ), 'large' => self::get( 'large' ), 'locales' => self::get( 'locales' ), 'none' => self::get( 'nothing/here' ) ) );
		remove_action( 'http_api_debug', $count );
		self::assertSame( $together ? 1 : 5, $usual, 'the last group of one goes the usual way' );
		self::assertSame( "{\"data\":[ 1.0 ,\"\\u00e4\"],\n \"x\":\"\xff\"}", $answers['raw']->body );
		self::assertSame( 302, $answers['away']->status );
		self::assertSame( 'too_large', $answers['large']->to_wire()['code'] );
		self::assertSame( array( 200, '"list-1"', '60' ), array( $answers['locales']->status, $answers['locales']->header( 'etag' ), $answers['locales']->header( 'x-ratelimit-limit' ) ) );
		self::assertSame( 404, $answers['none']->status );
		$seen = $this->unopim->seen();
		self::assertCount( 5, $seen, 'nothing was asked twice' );
		foreach ( $seen as $request ) {
			self::assertSame( 'application/json', $request['headers']['accept'] );
			self::assertStringStartsWith( 'UnoPim-Connector/', $request['headers']['user-agent'] );
			self::assertStringNotContainsString( home_url(), (string) wp_json_encode( $request['headers'] ), 'the address of the shop is nobody’s business' );
		}
	}

	public function test_a_filter_cannot_switch_tls_verification_off_or_redirects_on(): void {
		$this->allow_parallel();
		$seen = array();
		$off  = static fn( $args ) => array( 'sslverify' => false, 'redirection' => 5 ) + $args;
		add_filter( 'https_ssl_verify', '__return_false', 99 );
		add_filter( 'http_request_args', $off, 99 );
		add_filter(
			'pre_http_request',
			$spy = static function ( $answer, $args, $url ) use ( &$seen ) {
				$seen = array( $args['sslverify'], $args['redirection'], apply_filters( 'https_ssl_verify', true, $url ), apply_filters( 'https_ssl_verify', true, 'https://elsewhere.example' ) );
				return new \WP_Error( 'stop', 'cURL error 60: SSL certificate problem' );
			},
			0,
			3
		);
		$answer = $this->transport( array() )->send( array( new HttpRequest( 'GET', 'https://pim.example.com/api/v1/rest/x', array(), '', 5, 1000 ) ) )[0];
		remove_filter( 'https_ssl_verify', '__return_false', 99 );
		remove_filter( 'http_request_args', $off, 99 );
		remove_filter( 'pre_http_request', $spy, 0 );
		self::assertSame( array( true, 0, true, false ), $seen );
		self::assertSame( 'tls', $answer->slug() );
	}

	public function test_a_self_signed_certificate_is_not_accepted(): void {
		$this->allow_parallel();
		$folder = sys_get_temp_dir() . '/unopim-tls-' . bin2hex( random_bytes( 4 ) );
		mkdir( $folder );
		$key = openssl_pkey_new( array( 'private_key_bits' => 2048 ) );
		$csr = openssl_csr_new( array( 'commonName' => '127.0.0.1' ), $key );
		openssl_x509_export_to_file( openssl_csr_sign( $csr, null, $key, 1 ), "$folder/cert.pem" );
		openssl_pkey_export_to_file( $key, "$folder/key.pem" );
		$program = '$s = stream_socket_server( "tls://127.0.0.1:0", $c, $t, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN, stream_context_create( array( "ssl" => array( "local_cert" => $argv[1] . "/cert.pem", "local_pk" => $argv[1] . "/key.pem" ) ) ) ); echo stream_socket_get_name( $s, false ), "\n"; while ( true ) { $c = @stream_socket_accept( $s, 10 ); if ( $c ) { fwrite( $c, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}" ); fclose( $c ); } }';
		$server  = proc_open( array( PHP_BINARY, '-r', $program, $folder ), array( 1 => array( 'pipe', 'w' ), 2 => array( 'file', '/dev/null', 'w' ) ), $pipes );
		$name    = trim( (string) fgets( $pipes[1] ) );
		$request = new HttpRequest( 'GET', "https://{$name}/x", array(), '', 5, 1000 );
		$one     = $this->transport( array() )->send( array( $request ) );
		$two     = $this->transport( array() )->send( array( $request, $request ) );
		proc_terminate( $server );
		proc_close( $server );
		array_map( 'unlink', glob( "$folder/*" ) );
		rmdir( $folder );
		foreach ( array( $one[0], $two[0], $two[1] ) as $answer ) {
			self::assertInstanceOf( SourceFault::class, $answer );
			self::assertSame( 'tls', $answer->slug(), $answer->getMessage() );
		}
	}

	public function test_the_address_that_was_checked_is_the_one_that_is_asked(): void {
		$this->allow_parallel();
		$port    = (int) parse_url( $this->unopim()->url, PHP_URL_PORT );
		// A name that nobody knows: only the pinned address can be behind it.
		$request = new HttpRequest( 'GET', "http://pim.invalid:{$port}/api/v1/rest/locales", array( 'Authorization' => 'Bearer access-x' ), '', 5, 100000 );
		if ( ( new \WP_Http() )->block_request( $request->url ) ) {
			self::markTestSkipped( 'This site blocks other hosts (WP_HTTP_BLOCK_EXTERNAL).' );
		}
		$pinned = $this->transport( array( '127.0.0.1' ) );
		self::assertSame( 200, $pinned->send( array( $request, $request ) )[1]->status );
		self::assertSame( 200, $pinned->send( array( $request ) )[0]->status );
	}

	public function test_private_addresses_are_not_asked(): void {
		$guard     = new class() extends AddressGuard {
			protected function allows_private(): bool {
				return false;
			}
		};
		$answer = ( new WordPressTransport( $guard ) )->send( array( 'x' => new HttpRequest( 'GET', $this->unopim()->url . '/x', array(), '', 5, 1000 ) ) );
		self::assertSame( 'private_address', $answer['x']->slug() );
		self::assertSame( array(), $this->unopim->seen() );
	}

	/** @param array<string> $addresses */
	private function transport( array $addresses ): WordPressTransport {
		return new WordPressTransport( new class( $addresses ) extends AddressGuard {
			/** @param array<string> $found */
			public function __construct( private array $found ) {}
			public function addresses( string $url ): array {
				return $this->found;
			}
		} );
	}
}
