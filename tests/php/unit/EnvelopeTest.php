<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Unit;

use PHPUnit\Framework\TestCase;
use UnoPim\Connector\Platform\Envelope;
use UnoPim\Connector\Platform\KeySource;
use UnoPim\Connector\Platform\UnreadableSecret;

final class EnvelopeTest extends TestCase {

	protected function tearDown(): void {
		unset( $GLOBALS['unit_salt'] );
	}

	private function envelope(): Envelope {
		return new Envelope( new KeySource() );
	}

	/** @dataProvider secrets */
	public function test_what_was_sealed_can_be_opened( string $secret ): void {
		$sealed = $this->envelope()->seal( $secret, 'password' );
		self::assertMatchesRegularExpression( '#^v1:[0-9a-f]{8}:[A-Za-z0-9+/=]+$#', $sealed );
		self::assertSame( $secret, $this->envelope()->open( $sealed, 'password' ) );
		self::assertNotSame( $sealed, $this->envelope()->seal( $secret, 'password' ), 'a nonce is used once' );
	}

	/** @return array<array{string}> */
	public static function secrets(): array {
		return array( array( 'x' ), array( '' ), array( "bytes \0\xff" ), array( str_repeat( 'long', 1000 ) ) );
	}

	public function test_rotated_keys_are_told_from_damage(): void {
		$sealed               = $this->envelope()->seal( 'x', 'password' );
		$GLOBALS['unit_salt'] = 'another salt';
		$this->expectExceptionObject( UnreadableSecret::other_key() );
		$this->envelope()->open( $sealed, 'password' );
	}

	public function test_a_value_moved_to_another_field_is_not_opened(): void {
		$this->expectException( UnreadableSecret::class );
		$this->envelope()->open( $this->envelope()->seal( 'x', 'password' ), 'client_secret' );
	}

	/** @dataProvider damages */
	public function test_a_changed_value_is_not_opened( callable $damage ): void {
		$this->expectExceptionObject( UnreadableSecret::damaged() );
		$this->envelope()->open( $damage( $this->envelope()->seal( 'a secret', 'password' ) ), 'password' );
	}

	/** @return array<string,array{callable(string):string}> */
	public static function damages(): array {
		return array(
			'plain text' => array( static fn() => 'a secret' ),
			'version'    => array( static fn( $sealed ) => 'v2' . substr( $sealed, 2 ) ),
			'one bit'    => array(
				static function ( $sealed ) {
					$parts    = explode( ':', $sealed );
					$box      = base64_decode( $parts[2] );
					$box[30]  = chr( ord( $box[30] ) ^ 1 );
					$parts[2] = base64_encode( $box );
					return implode( ':', $parts );
				},
			),
			'cut'        => array( static fn( $sealed ) => substr( $sealed, 0, 30 ) ),
			'no base64'  => array( static fn( $sealed ) => substr( $sealed, 0, 12 ) . '!!' ),
		);
	}
}
