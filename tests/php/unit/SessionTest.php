<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Unit;

use PHPUnit\Framework\TestCase;
use UnoPim\Connector\Source\Client;
use UnoPim\Connector\Source\Credentials;
use UnoPim\Connector\Source\HttpAnswer;
use UnoPim\Connector\Source\HttpRequest;
use UnoPim\Connector\Source\MemoryTokenStore;
use UnoPim\Connector\Source\Outgoing;
use UnoPim\Connector\Source\Session;
use UnoPim\Connector\Source\SignIn;
use UnoPim\Connector\Source\SourceFault;
use UnoPim\Connector\Source\Token;
use UnoPim\Connector\Tests\Support\CountingLock;
use UnoPim\Connector\Tests\Support\FakeClock;
use UnoPim\Connector\Tests\Support\FakeTransport;

/** The shared token, and the client that uses it. */
final class SessionTest extends TestCase {

	private FakeClock $clock;
	private MemoryTokenStore $store;
	private CountingLock $lock;
	private FakeTransport $transport;
	private Credentials $credentials;

	/** @var array<?string> what each sign-in told: null, or the code of its failure */
	private array $told = array();

	protected function setUp(): void {
		$this->clock       = new FakeClock();
		$this->store       = new MemoryTokenStore();
		$this->lock        = new CountingLock();
		$this->credentials = new Credentials( 'https://pim.example.com', 'c', 'client secret', 'u', 'password' );
		$number            = 0;
		$this->transport   = new FakeTransport(
			static function ( HttpRequest $request ) use ( &$number ) {
				++$number;
				return str_ends_with( $request->url, '/oauth/token' ) ? FakeTransport::token( "token-{$number}", 3600, "refresh-{$number}" ) : new HttpAnswer( 200, array(), '{}' );
			}
		);
	}

	private function session(): Session {
		return new Session(
			new SignIn( $this->transport, $this->clock ),
			$this->store,
			$this->lock,
			$this->clock,
			function ( ?SourceFault $fault ): void {
				$this->told[] = $fault?->slug();
			}
		);
	}

	/** @return array<string> */
	private function grants(): array {
		return array_column( $this->transport->sign_ins(), 'grant_type' );
	}

	public function test_a_fresh_token_is_used_without_lock_or_sign_in(): void {
		$session = $this->session();
		$first   = $session->token( $this->credentials );
		$this->clock->time += 3000;
		self::assertSame( $first->access, $session->token( $this->credentials )->access );
		self::assertSame( 1, $this->lock->taken );
		self::assertSame( array( 'password' ), $this->grants() );
	}

	public function test_five_minutes_before_its_end_it_is_renewed_by_refresh_token(): void {
		$session = $this->session();
		$session->token( $this->credentials );
		$this->clock->time += 3299;
		$session->token( $this->credentials );
		self::assertSame( array( 'password' ), $this->grants() );
		++$this->clock->time;
		$session->token( $this->credentials );
		self::assertSame( array( 'password', 'refresh_token' ), $this->grants() );
		self::assertSame( 'refresh-1', $this->transport->sign_ins()[1]['refresh_token'] );
		self::assertSame( 'token-2', $this->store->read()->access );
	}

	public function test_an_expired_token_costs_a_password_sign_in(): void {
		$session = $this->session();
		$session->token( $this->credentials );
		$this->clock->time += 3601;
		$session->token( $this->credentials );
		self::assertSame( array( 'password', 'password' ), $this->grants() );
	}

	public function test_a_short_lived_token_is_not_renewed_with_every_request(): void {
		$this->transport->answer = static fn() => FakeTransport::token( 'short', 120 );
		$session                 = $this->session();
		$session->token( $this->credentials );
		$this->clock->time += 59;
		$session->token( $this->credentials );
		self::assertCount( 1, $this->grants() );
		++$this->clock->time;
		$session->token( $this->credentials );
		self::assertCount( 2, $this->grants() );
	}

	public function test_a_dead_refresh_token_is_followed_by_a_password_sign_in(): void {
		$session = $this->session();
		$session->token( $this->credentials );
		$this->clock->time     += 3400;
		$this->transport->answer = static fn( $request ) => str_contains( $request->body, 'refresh_token"' ) && str_contains( $request->body, '"grant_type":"refresh_token"' )
			? FakeTransport::json( 401, array( 'error' => 'invalid_request', 'message' => 'Token has been revoked' ) )
			: FakeTransport::token( 'by password' );
		self::assertSame( 'by password', $session->token( $this->credentials )->access );
		self::assertSame( array( 'password', 'refresh_token', 'password' ), $this->grants() );
	}

	public function test_whoever_waited_for_the_lock_takes_the_new_token(): void {
		$this->lock->meanwhile = function (): void {
			$this->store->write( new Token( 'of another process', '', $this->clock->now(), 3600, $this->credentials->mark() ) );
		};
		self::assertSame( 'of another process', $this->session()->token( $this->credentials )->access );
		self::assertSame( array(), $this->grants() );
	}

	public function test_a_token_of_other_credentials_is_not_used(): void {
		$this->store->write( new Token( 'of the old user', '', $this->clock->now(), 3600, 'another mark' ) );
		self::assertSame( 'token-1', $this->session()->token( $this->credentials )->access );
	}

	public function test_a_refused_sign_in_is_not_repeated_for_a_minute(): void {
		$this->transport->answer = static fn() => FakeTransport::json( 400, array( 'error' => 'invalid_grant' ) );
		$session                 = $this->session();
		foreach ( array( 1, 1, 1, 2 ) as $expected ) {
			try {
				$session->token( $this->credentials );
				self::fail( 'signed in' );
			} catch ( SourceFault $fault ) {
				self::assertSame( 'bad_user', $fault->slug() );
			}
			self::assertCount( $expected, $this->grants() );
			$this->clock->time += 25;
		}
		self::assertSame( array( 'bad_user', 'bad_user', 'bad_user', 'bad_user' ), $this->told );
	}

	public function test_other_credentials_are_tried_at_once(): void {
		$this->transport->answer = static fn( $request ) => str_contains( $request->body, 'wrong' ) ? FakeTransport::json( 400, array( 'error' => 'invalid_grant' ) ) : FakeTransport::token( 'good' );
		$session                 = $this->session();
		try {
			$session->token( new Credentials( 'https://pim.example.com', 'c', 's', 'u', 'wrong' ) );
			self::fail( 'signed in' );
		} catch ( SourceFault ) {
			self::assertSame( 'good', $session->token( $this->credentials )->access );
		}
	}

	public function test_a_throttled_sign_in_waits_as_long_as_unopim_says(): void {
		$this->transport->answer = static fn() => new HttpAnswer( 429, array( 'retry-after' => '200' ), '' );
		$session                 = $this->session();
		for ( $second = 0; $second < 200; $second += 50 ) {
			try {
				$session->token( $this->credentials );
				self::fail( 'signed in' );
			} catch ( SourceFault $fault ) {
				self::assertSame( 'signin_throttled', $fault->slug() );
			}
			$this->clock->time += 50;
		}
		self::assertCount( 1, $this->grants() );
	}

	public function test_a_token_with_minutes_to_live_outlasts_a_failed_renewal(): void {
		$session = $this->session();
		$session->token( $this->credentials );
		$this->clock->time     += 3400;
		$this->transport->answer = static fn() => FakeTransport::json( 500, array( 'error' => 'x' ) );
		self::assertSame( 'token-1', $session->token( $this->credentials )->access );
		$count = count( $this->grants() );
		self::assertSame( 'token-1', $session->token( $this->credentials )->access );
		self::assertCount( $count, $this->grants(), 'not tried again with every request' );
		self::assertSame( array( null ), $this->told, 'the badge stays green' );
	}

	public function test_a_network_failure_is_passed_on_and_tried_again(): void {
		$this->transport->answer = static fn() => SourceFault::timeout( 'pim.example.com' );
		$session                 = $this->session();
		foreach ( array( 1, 2 ) as $expected ) {
			try {
				$session->token( $this->credentials );
				self::fail( 'signed in' );
			} catch ( SourceFault $fault ) {
				self::assertSame( 'timeout', $fault->slug() );
				self::assertCount( $expected, $this->grants() );
			}
		}
	}

	private function client(): Client {
		return new Client( $this->transport, $this->session(), fn() => $this->credentials );
	}

	private const GET = array( 'path' => 'products', 'query' => array( array( 'limit', '100' ) ), 'etag' => null );

	public function test_a_request_carries_exactly_what_unopim_wants(): void {
		$this->client()->get_all( array( array( 'etag' => '"abc"' ) + self::GET ) );
		$request = $this->transport->asked[1];
		self::assertSame( 'https://pim.example.com/api/v1/rest/products?limit=100', $request->url );
		self::assertSame( array( 'Accept' => 'application/json', 'Authorization' => 'Bearer token-1', 'If-None-Match' => '"abc"' ), $request->headers );
		self::assertSame( '', $request->body );
	}

	public function test_a_401_costs_one_sign_in_for_all_requests(): void {
		$answer                  = $this->transport->answer;
		$this->transport->answer = static fn( $request ) => 'Bearer token-1' === ( $request->headers['Authorization'] ?? '' ) ? FakeTransport::json( 401, array() ) : $answer( $request );
		$answers                 = $this->client()->get_all( array( 'a' => self::GET, 'b' => self::GET ) );
		self::assertSame( array( 200, 200 ), array( $answers['a']->status, $answers['b']->status ) );
		self::assertSame( array( 'password', 'password' ), $this->grants() );
	}

	public function test_a_second_401_is_passed_on(): void {
		$this->transport->answer = static fn( $request ) => str_ends_with( $request->url, '/oauth/token' ) ? FakeTransport::token( 'never good' . microtime() ) : FakeTransport::json( 401, array( 'error' => 'x' ) );
		$answers                 = $this->client()->get_all( array( self::GET ) );
		self::assertSame( 401, $answers[0]->status );
		self::assertCount( 2, $this->grants() );
	}

	public function test_a_401_of_a_token_that_was_replaced_meanwhile_costs_no_sign_in(): void {
		$client                  = $this->client();
		$client->get_all( array( self::GET ) );
		$this->transport->answer = function ( $request ) {
			if ( 'Bearer token-1' === $request->headers['Authorization'] ) {
				// UnoPim 1.0 ends the old token as soon as another process refreshes.
				$this->store->write( new Token( 'newer', '', $this->clock->now(), 3600, $this->credentials->mark() ) );
				return FakeTransport::json( 401, array() );
			}
			return new HttpAnswer( 200, array(), $request->headers['Authorization'] );
		};
		self::assertSame( 'Bearer newer', $client->get_all( array( self::GET ) )[0]->body );
		self::assertCount( 1, $this->grants() );
	}

	public function test_a_bad_path_goes_nowhere_and_harms_no_other(): void {
		$answers = $this->client()->get_all( array( 'bad' => array( 'path' => '../oauth/token' ) + self::GET, 'good' => self::GET ) );
		self::assertSame( 'bad_path', $answers['bad']->slug() );
		self::assertSame( 200, $answers['good']->status );
		self::assertCount( 2, $this->transport->asked );
	}

	public function test_without_a_connection_every_request_says_so(): void {
		$client  = new Client( $this->transport, $this->session(), static fn() => throw SourceFault::not_connected() );
		$answers = $client->get_all( array( self::GET, self::GET ) );
		self::assertSame( array( 'not_connected', 'not_connected' ), array_map( static fn( $fault ) => $fault->to_wire()['code'], $answers ) );
		self::assertSame( array(), $this->transport->asked );
	}

	public function test_an_etag_that_would_break_the_head_is_left_out(): void {
		$this->client()->get_all( array( array( 'etag' => "x\r\nEvil: 1" ) + self::GET ) );
		self::assertArrayNotHasKey( 'If-None-Match', $this->transport->asked[1]->headers );
	}

	public function test_what_is_sent_goes_out_once_as_it_was_given(): void {
		$answer = $this->client()->send( Outgoing::json( 'PATCH', 'products/mug', (object) array( 'values' => new \stdClass(), 'price' => 1.0, 'list' => array() ) ) );
		self::assertSame( 200, $answer->status );
		$request = $this->transport->asked[1];
		self::assertSame( array( 'PATCH', 'https://pim.example.com/api/v1/rest/products/mug', '{"values":{},"price":1.0,"list":[]}' ), array( $request->method, $request->url, $request->body ) );
		self::assertSame( array( 'Accept' => 'application/json', 'Authorization' => 'Bearer token-1', 'Content-Type' => 'application/json' ), $request->headers );
		$this->client()->send( Outgoing::json( 'DELETE', 'products/mug', null ) );
		self::assertSame( array( '', null ), array( $this->transport->asked[2]->body, $this->transport->asked[2]->headers['Content-Type'] ?? null ) );
	}

	public function test_a_write_is_sent_again_after_a_401_and_after_nothing_else(): void {
		$answer                  = $this->transport->answer;
		$this->transport->answer = static fn( $request ) => 'Bearer token-1' === ( $request->headers['Authorization'] ?? '' ) ? FakeTransport::json( 401, array() ) : $answer( $request );
		self::assertSame( 200, $this->client()->send( Outgoing::json( 'POST', 'products', array() ) )->status );
		self::assertCount( 4, $this->transport->asked, 'two sign-ins, and two tries' );
		foreach ( array( FakeTransport::json( 500, array() ), FakeTransport::json( 429, array() ), SourceFault::timeout( 'x' )->after_sending() ) as $bad ) {
			$this->transport->asked  = array();
			$this->transport->answer = static fn() => $bad;
			self::assertSame( $bad, $this->client()->send( Outgoing::json( 'POST', 'products', array() ) ) );
			self::assertCount( 1, $this->transport->asked );
		}
	}

	public function test_without_time_nothing_is_sent_and_that_is_said(): void {
		$this->client()->get_all( array( self::GET ) );
		$fault = $this->client()->send( Outgoing::json( 'POST', 'products', array() ), 0.5 );
		self::assertInstanceOf( SourceFault::class, $fault );
		self::assertSame( array( 'timeout', false ), array( $fault->slug(), $fault->was_sent() ) );
		self::assertCount( 2, $this->transport->asked );
	}

	public function test_a_form_holds_its_fields_and_one_file_whose_name_breaks_nothing(): void {
		$form = Outgoing::form( 'media-files/product', array( array( 'sku', 'mug' ), array( 'locale', '' ) ), 'file', array( 'name' => "a\"b\r\n.jpg", 'mime' => 'image/jpeg', 'content' => "\xff\xd8" ) );
		preg_match( '/^multipart\/form-data; boundary=(unopim-[0-9a-f]{32})$/', $form->type, $found );
		self::assertSame( "--{$found[1]}\r\nContent-Disposition: form-data; name=\"sku\"\r\n\r\nmug\r\n--{$found[1]}\r\nContent-Disposition: form-data; name=\"locale\"\r\n\r\n\r\n--{$found[1]}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22b.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8\r\n--{$found[1]}--\r\n", $form->body );
	}
}
