<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Unit;

use PHPUnit\Framework\TestCase;
use UnoPim\Connector\Logs\Redactor;

final class RedactorTest extends TestCase {

	private const SECRET = 'p&ss "w/örd';

	/** @dataProvider forms */
	public function test_a_known_secret_is_taken_out_in_every_form( string $text ): void {
		$clean = ( new Redactor( static fn() => array( self::SECRET, 'p&ss' ) ) )->clean( $text );
		self::assertStringContainsString( '•••', $clean );
		self::assertStringNotContainsString( 'rd', $clean );
		self::assertStringStartsWith( 'before ', $clean );
		self::assertStringEndsWith( ' after', $clean );
	}

	/** @return array<array{string}> */
	public static function forms(): array {
		return array_map(
			static fn( $form ) => array( "before {$form} after" ),
			array( self::SECRET, trim( json_encode( self::SECRET ), '"' ), rawurlencode( self::SECRET ), urlencode( self::SECRET ) )
		);
	}

	public function test_base64_of_a_secret_is_taken_out(): void {
		self::assertSame( 'x •••', ( new Redactor( static fn() => array( self::SECRET ) ) )->clean( 'x ' . base64_encode( self::SECRET ) ) );
	}

	/** @dataProvider unknown */
	public function test_what_looks_like_a_secret_is_taken_out( string $text, string $clean ): void {
		self::assertSame( $clean, ( new Redactor( static fn() => array() ) )->clean( $text ) );
	}

	/** @return array<array{string,string}> */
	public static function unknown(): array {
		return array(
			array( 'Authorization: Bearer abc.def-ghi_1', 'Authorization: Bearer •••' ),
			array( 'authorization: basic dXNlcjpwYXNz==', 'authorization: basic •••' ),
			array( 'token eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiIxIn0abc.sig_-x end', 'token ••• end' ),
			array( '{"access_token":"a\"b","x":1}', '{"access_token":"•••","x":1}' ),
			array( '{"client_secret" : "abc", "password":"def"}', '{"client_secret" : "•••", "password":"•••"}' ),
			array( '{\"refresh_token\":\"abc\",\"x\":1}', '{\"refresh_token\":\"•••\",\"x\":1}' ),
			array( 'grant_type=password&password=abc&x=1', 'grant_type=password&password=•••&x=1' ),
		);
	}

	public function test_ordinary_text_stays(): void {
		$text = 'Product “Mug” has no name in fr_FR; see password policy.';
		self::assertSame( $text, ( new Redactor( static fn() => array( '', 'ab' ) ) )->clean( $text ) );
	}

	public function test_new_secrets_are_known_after_a_reset(): void {
		$secrets  = array( 'first-secret' );
		$redactor = new Redactor(
			static function () use ( &$secrets ) {
				return $secrets;
			}
		);
		$redactor->clean( 'x' );
		$secrets = array( 'second-secret' );
		$redactor->reset();
		self::assertSame( '•••', $redactor->clean( 'second-secret' ) );
	}
}
