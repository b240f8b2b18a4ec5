<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Unit;

use PHPUnit\Framework\TestCase;
use UnoPim\Connector\Engine\EngineFault;
use UnoPim\Connector\Engine\Frame;

final class FrameTest extends TestCase {

	public function test_a_frame_is_two_lengths_json_and_blob(): void {
		$bytes = Frame::encode( array( 'type' => 'x' ), "\0\1\xff" );
		self::assertSame( "\x0c\0\0\0\x03\0\0\0" . '{"type":"x"}' . "\0\1\xff", $bytes );
		$frame = Frame::decode( $bytes );
		self::assertSame( 'x', $frame->type() );
		self::assertSame( "\0\1\xff", $frame->blob );
		self::assertSame( strlen( $bytes ), Frame::size( substr( $bytes, 0, 8 ) ) );
		self::assertNull( Frame::size( substr( $bytes, 0, 7 ) ) );
	}

	public function test_what_passes_through_comes_out_as_it_went_in(): void {
		$checkpoint = '{"a":{},"b":[],"c":null,"d":0,"e":"","f":1.0,"g":"ü/"}';
		$json       = '{"type":"step","checkpoint":' . $checkpoint . ',"requests":[{"id":1,"records":[{"code":"x","body":{"labels":{},"list":[]}}]}]}';
		$frame      = Frame::decode( pack( 'VV', strlen( $json ), 0 ) . $json );
		$again      = Frame::encode( array( 'checkpoint' => $frame->json['checkpoint'], 'body' => $frame->json['requests'][0]['records'][0]['body'] ) );
		self::assertStringContainsString( '"checkpoint":' . $checkpoint, $again );
		self::assertStringContainsString( '"body":{"labels":{},"list":[]}', $again );
	}

	public function test_an_empty_map_among_a_fields_values_stays_a_map(): void {
		$json  = '{"type":"step","fields":[{"old":{},"new":{"EUR":{},"list":[],"0":{"0":"x"}},"offered":[]}],"link":{"bases":{}}}';
		$frame = Frame::decode( pack( 'VV', strlen( $json ), 0 ) . $json );
		self::assertSame( $json, substr( Frame::encode( $frame->json ), 8 ) );
		self::assertIsArray( $frame->json['fields'][0]['new'] );
	}

	public function test_everything_else_is_arrays(): void {
		$frame = Frame::decode( Frame::encode( array( 'type' => 'step', 'requests' => array( array( 'fields' => array( array( 'new' => array( 'terms' => array( 1 ) ) ) ) ) ) ) ) );
		self::assertSame( array( 'terms' => array( 1 ) ), $frame->json['requests'][0]['fields'][0]['new'] );
	}

	/** @dataProvider broken */
	public function test_what_is_no_frame_is_refused( string $bytes, string $reason ): void {
		try {
			Frame::decode( $bytes );
			self::fail( 'accepted' );
		} catch ( EngineFault $fault ) {
			self::assertSame( 'bad_frame', $fault->slug() );
			self::assertSame( 400, $fault->status() );
			self::assertStringContainsString( $reason, $fault->getMessage() );
			self::assertNotSame( '', $fault->next_step() );
		}
	}

	/** @return array<string,array{string,string}> */
	public static function broken(): array {
		$json = static fn( string $text ) => pack( 'VV', strlen( $text ), 0 ) . $text;
		return array(
			'empty'         => array( '', 'shorter than its head' ),
			'half a head'   => array( "\1\0\0", 'shorter than its head' ),
			'cut'           => array( substr( $json( '{"type":"x"}' ), 0, -1 ), 'its head names 20' ),
			'too long'      => array( $json( '{"type":"x"}' ) . 'y', 'its head names 20' ),
			'huge'          => array( pack( 'VV', 0xffffffff, 0xffffffff ), 'larger than 64 MiB' ),
			'no JSON'       => array( $json( '{"type":' ), 'Syntax error' ),
			'a list'        => array( $json( '[]' ), 'no type' ),
			'no type'       => array( $json( '{}' ), 'no type' ),
			'type is no word' => array( $json( '{"type":1}' ), 'no type' ),
			'bad UTF-8'     => array( $json( "{\"type\":\"\xff\"}" ), 'UTF-8' ),
			'too deep'      => array( $json( '{"type":"x","a":' . str_repeat( '[', 200 ) . str_repeat( ']', 200 ) . '}' ), 'depth' ),
		);
	}
}
