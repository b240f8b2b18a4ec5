<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Unit;

use PHPUnit\Framework\TestCase;
use UnoPim\Connector\Platform\Fault;
use UnoPim\Connector\Run\RequestRules;

/** What a step may ask for. The examples are those of docs/wire.md. */
final class RequestRulesTest extends TestCase {

	private const WIRE = '[
		{"id":1,"do":"source.get","path":"products","query":[["limit","100"],["page","2"]],"etag":null},
		{"id":2,"do":"links.read","entity":"product","channel":"default","codes":["mug","tee"],"match":"sku"},
		{"id":3,"do":"products.read","channel":"default","ids":[55,60],"fields":["name","attribute:pa_color","meta:ean"]},
		{"id":4,"do":"variations.read","parents":[60]},
		{"id":5,"do":"attributes.read"},
		{"id":6,"do":"terms.read","taxonomies":[{"taxonomy":"pa_color","entity":"option","channel":"","prefix":"color/"},{"taxonomy":"product_cat","entity":"category","channel":"default","prefix":""}]},
		{"id":8,"do":"links.pending","entity":"product","channel":"default","flag":"sync","after":0,"limit":50},
		{"id":10,"do":"catalog.read","kinds":["attribute","option"]},
		{"id":11,"do":"wait","seconds":30,"reason":"throttled"}
	]';

	private const WRITES = '[
		{"id":7,"do":"store.apply","operations":[{"n":12,"entity":"product","key":"mug","channel":"default","action":"create","kind":"simple","id":null,"parent":null,"fields":[{"field":"name","old":null,"new":"Mug","reason":"created","write":true,"expect":null}],"link":{"target":"9f","bases":{"name":{"src":"77"}},"context":null,"flags":[]}}]},
		{"id":9,"do":"catalog.write","kind":"attribute","records":[{"code":"color","hash":"x","body":{}}],"complete":true}
	]';

	public function test_a_pull_may_ask_for_all_of_the_wire(): void {
		$requests = array_merge( json_decode( self::WIRE, true ), json_decode( self::WRITES, true ) );
		self::assertSame( $requests, RequestRules::check( $requests, 'pull' ) );
	}

	public function test_a_preview_reads_and_never_writes(): void {
		self::assertCount( 9, RequestRules::check( json_decode( self::WIRE, true ), 'preview' ) );
		foreach ( json_decode( self::WRITES, true ) as $write ) {
			$this->refused( array( $write ), 'requests[0].do', 'preview' );
		}
	}

	public function test_a_probe_only_asks_unopim(): void {
		foreach ( json_decode( self::WIRE, true ) as $request ) {
			if ( in_array( $request['do'], array( 'source.get', 'wait' ), true ) ) {
				self::assertCount( 1, RequestRules::check( array( $request ), 'probe' ) );
			} else {
				$this->refused( array( $request ), 'requests[0].do', 'probe' );
			}
		}
	}

	public function test_an_unknown_kind_of_run_may_do_nothing(): void {
		$this->refused( array( array( 'id' => 1, 'do' => 'wait', 'seconds' => 1 ) ), 'requests[0].do', 'else' );
	}

	/**
	 * @dataProvider malformed
	 * @param array<mixed> $change
	 */
	public function test_one_malformed_request_refuses_the_step( int $which, array $change, string $path ): void {
		$requests           = array_merge( json_decode( self::WIRE, true ), json_decode( self::WRITES, true ) );
		$requests[ $which ] = array_replace( $requests[ $which ], $change );
		$this->refused( $requests, $path );
	}

	/** @return array<string,array{int,array<mixed>,string}> */
	public static function malformed(): array {
		return array(
			'no id'             => array( 0, array( 'id' => null ), 'requests[0].id' ),
			'an id twice'       => array( 1, array( 'id' => 1 ), 'requests[1].id' ),
			'text id'           => array( 1, array( 'id' => '2' ), 'requests[1].id' ),
			'unknown request'   => array( 0, array( 'do' => 'source.send' ), 'requests[0].do' ),
			'path is no text'   => array( 0, array( 'path' => array( 'x' ) ), 'requests[0]' ),
			'another host'      => array( 0, array( 'path' => 'http://evil.example/x' ), 'path' ),
			'out of the prefix' => array( 0, array( 'path' => '../../oauth/token' ), 'path' ),
			'entity'            => array( 1, array( 'entity' => 'order' ), 'requests[1]' ),
			'codes'             => array( 1, array( 'codes' => array( 1 ) ), 'requests[1]' ),
			'match'             => array( 1, array( 'match' => 'email' ), 'requests[1]' ),
			'ids'               => array( 2, array( 'ids' => array( '55' ) ), 'requests[2]' ),
			'fields'            => array( 2, array( 'fields' => 'name' ), 'requests[2]' ),
			'parents'           => array( 3, array( 'parents' => array( 'a' => 1 ) ), 'requests[3]' ),
			'other taxonomy'    => array( 5, array( 'taxonomies' => array( array( 'taxonomy' => 'nav_menu', 'entity' => 'option', 'channel' => '', 'prefix' => '' ) ) ), 'requests[5]' ),
			'kinds'             => array( 7, array( 'kinds' => array( 'secrets' ) ), 'requests[7]' ),
			'long wait'         => array( 8, array( 'seconds' => 100000 ), 'requests[8]' ),
			'operation'         => array( 9, array( 'operations' => array( array( 'n' => 1, 'entity' => 'product', 'key' => 'x', 'action' => 'explode', 'fields' => array() ) ) ), 'requests[9]' ),
			'operations'        => array( 9, array( 'operations' => array_fill( 0, 501, array() ) ), 'requests[9]' ),
			'complete'          => array( 10, array( 'complete' => 1 ), 'requests[10]' ),
			'record'            => array( 10, array( 'records' => array( array( 'code' => '', 'hash' => '', 'body' => null ) ) ), 'requests[10]' ),
		);
	}

	public function test_what_is_no_list_is_refused(): void {
		foreach ( array( null, 'x', array( 'a' => 1 ), array_fill( 0, 257, array() ) ) as $requests ) {
			$this->refused( $requests, 'requests' );
		}
	}

	private function refused( mixed $requests, string $path, string $job = 'pull' ): void {
		try {
			RequestRules::check( $requests, $job );
			self::fail( 'accepted' );
		} catch ( Fault $fault ) {
			self::assertSame( $path, $fault->path() );
			self::assertSame( 400, $fault->status() );
		}
	}
}
