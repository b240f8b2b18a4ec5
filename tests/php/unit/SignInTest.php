<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Unit;

use PHPUnit\Framework\TestCase;
use UnoPim\Connector\Source\Credentials;
use UnoPim\Connector\Source\HttpAnswer;
use UnoPim\Connector\Source\HttpRequest;
use UnoPim\Connector\Source\SignIn;
use UnoPim\Connector\Source\SourceFault;
use UnoPim\Connector\Tests\Support\FakeClock;
use UnoPim\Connector\Tests\Support\FakeTransport;

final class SignInTest extends TestCase {

	private function credentials(): Credentials {
		return new Credentials( 'https://pim.example.com/sub', 'client-1', 'very secret', 'admin@example.com', 'pass"word' );
	}

	public function test_a_password_sign_in_is_one_json_post(): void {
		$transport = new FakeTransport( static fn() => FakeTransport::token( 'abc', 1800 ) );
		$clock     = new FakeClock();
		$token     = ( new SignIn( $transport, $clock ) )->with_password( $this->credentials() );
		$request   = $transport->asked[0];
		self::assertSame( 'POST', $request->method );
		self::assertSame( 'https://pim.example.com/sub/oauth/token', $request->url );
		self::assertSame( 'application/json', $request->headers['Accept'] );
		self::assertSame( array( 'grant_type' => 'password', 'username' => 'admin@example.com', 'password' => 'pass"word', 'client_id' => 'client-1', 'client_secret' => 'very secret', 'scope' => '' ), json_decode( $request->body, true ) );
		self::assertSame( $clock->now() + 1800, $token->expires_at() );
		self::assertSame( 'refresh-1', $token->refresh );
	}

	/** @dataProvider refusals */
	public function test_a_refusal_names_its_cause( HttpAnswer $answer, string $code, string $path, string $says ): void {
		try {
			( new SignIn( new FakeTransport( static fn() => $answer ), new FakeClock() ) )->with_password( $this->credentials() );
			self::fail( 'signed in' );
		} catch ( SourceFault $fault ) {
			self::assertSame( array( $code, $path ), array( $fault->slug(), $fault->path() ) );
			self::assertStringContainsString( $says, $fault->getMessage() . ' ' . $fault->next_step() );
			self::assertFalse( $fault->is_passing() );
			self::assertSame( 'signin', $fault->to_wire()['code'] );
		}
	}

	/** @return array<string,array{HttpAnswer,string,string,string}> */
	public static function refusals(): array {
		$html = static fn( int $status ) => new HttpAnswer( $status, array( 'content-type' => 'text/html; charset=UTF-8' ), '<!DOCTYPE html><title>x</title>' );
		$json = array( FakeTransport::class, 'json' );
		return array(
			'wrong password'    => array( $json( 400, array( 'error' => 'invalid_grant', 'error_description' => 'The user credentials were incorrect.' ) ), 'bad_user', 'password', 'The user credentials were incorrect.' ),
			'wrong client'      => array( $json( 401, array( 'error' => 'invalid_client', 'message' => 'Client authentication failed' ) ), 'bad_client', 'client_id', 'unknown username' ),
			'other host, HTML'  => array( $html( 400 ), 'wrong_host', 'url', 'APP_URL' ),
			'other host, empty' => array( new HttpAnswer( 400, array(), '' ), 'wrong_host', 'url', 'trusted hosts' ),
			'other host, 1.0.1' => array( $json( 404, array( 'error' => '404 Page Not Found', 'description' => 'x' ) ), 'not_found', 'url', 'APP_URL' ),
			'404 page'          => array( $html( 404 ), 'not_unopim', 'url', 'not the address of a UnoPim' ),
			'200 page'          => array( $html( 200 ), 'not_unopim', 'url', 'not the address of a UnoPim' ),
			'200 without token' => array( $json( 200, array( 'access_token' => '' ) ), 'not_unopim', 'url', 'not the address' ),
			'redirect'          => array( new HttpAnswer( 301, array( 'location' => 'https://other.example/oauth/token' ), '' ), 'redirected', 'url', 'https://other.example/' ),
			'429'               => array( new HttpAnswer( 429, array( 'retry-after' => '42' ), '' ), 'signin_throttled', '', '42 seconds' ),
			'1.0 throttle'      => array( $json( 500, array( 'error' => '500 Internal Server Error', 'description' => 'x' ) ), 'server_error', '', 'signed in to too often' ),
			'something else'    => array( $json( 400, array( 'error' => 'unsupported_grant_type', 'error_description' => '<b>odd</b>' ) ), 'signin_refused', '', '“odd”' ),
		);
	}

	public function test_the_time_that_unopim_names_is_kept(): void {
		try {
			( new SignIn( new FakeTransport( static fn() => new HttpAnswer( 429, array( 'retry-after' => '300' ), '' ) ), new FakeClock() ) )->with_password( $this->credentials() );
			self::fail( 'signed in' );
		} catch ( SourceFault $fault ) {
			self::assertSame( 300, $fault->retry_after() );
		}
	}

	public function test_secrets_that_unopim_repeats_are_not_repeated(): void {
		$answer = FakeTransport::json( 400, array( 'error' => 'invalid_grant', 'message' => 'No user with very secret and pass"word' ) );
		try {
			( new SignIn( new FakeTransport( static fn( HttpRequest $request ) => $answer ), new FakeClock() ) )->with_password( $this->credentials() );
			self::fail( 'signed in' );
		} catch ( SourceFault $fault ) {
			self::assertStringNotContainsString( 'very secret', $fault->getMessage() );
			self::assertStringNotContainsString( 'pass"word', $fault->getMessage() );
		}
	}
}
