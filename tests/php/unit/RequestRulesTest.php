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

	private const MORE = '[
		{"id":20,"do":"links.mark","entity":"product","channel":"default","codes":["mug"]},
		{"id":21,"do":"links.unseen","entity":"term","channel":"","after":0,"limit":50},
		{"id":22,"do":"links.find","entity":"product","channel":"default","text":"product/11/image/a.jpg","after":0,"limit":50},
		{"id":23,"do":"items.read","lane":"image","channel":"default","states":["waiting","retry"],"due":true,"after":0,"limit":20},
		{"id":24,"do":"items.write","items":[{"lane":"parked","entity":"product","channel":"default","code":"mug","id":55,"state":"retry","tries":1,"in":60,"error_code":"locked","body":{}}],"remove":[{"lane":"held","entity":"product","channel":"default","code":"mug"}]},
		{"id":25,"do":"plan.read","plan":17,"after":0,"limit":50},
		{"id":26,"do":"history.read","run":17,"before":null,"limit":50},
		{"id":27,"do":"media.read","paths":["product/11/image/a.jpg"]},
		{"id":28,"do":"media.fetch","files":[{"path":"product/11/image/a.jpg","etag":null,"name":"mug","alt":"Mug","allow":"image","max_bytes":15728640}]},
		{"id":29,"do":"media.list","after":0,"limit":100},
		{"id":30,"do":"ask","question":"delete:product","count":51,"linked":100,"keys":["mug"]},
		{"id":31,"do":"store.apply","operations":[{"n":1,"entity":"term","key":"product_brand:brand/acme","channel":"default","action":"delete","taxonomy":"product_brand","id":9,"plan_row":5,"fields":[]}]},
		{"id":32,"do":"terms.read","taxonomies":[{"taxonomy":"product_collection","entity":"term","channel":"","prefix":"","meta":["seo"]}]},
		{"id":33,"do":"links.read","entity":"group","channel":"default","codes":["x"],"match":null,"gtins":{"x":"400"}}
	]';

	public function test_a_pull_may_ask_for_all_of_the_wire(): void {
		$requests = array_merge( json_decode( self::WIRE, true ), json_decode( self::WRITES, true ), json_decode( self::MORE, true ) );
		foreach ( array( 'pull', 'deletions', 'images', 'apply', 'undo' ) as $job ) {
			self::assertSame( $requests, RequestRules::check( $requests, $job ) );
		}
	}

	/** Each with one part that is not of its form. */
	public function test_the_parts_of_the_newer_requests_are_checked(): void {
		$wrong = array(
			array( 'codes' => array( 1 ) ),
			array( 'after' => '0' ),
			array( 'text' => '' ),
			array( 'lane' => 'fast' ),
			array( 'items' => array( array( 'lane' => 'held', 'entity' => 'product', 'channel' => '', 'code' => '', 'state' => 'open' ) ) ),
			array( 'plan' => null ),
			array( 'before' => '9' ),
			array( 'paths' => array( 1 ) ),
			array( 'files' => array( array( 'path' => '' ) ) ),
			array( 'limit' => -1 ),
			array( 'keys' => null ),
			array( 'operations' => array( array( 'n' => 1, 'entity' => 'term', 'key' => 'x', 'action' => 'delete', 'taxonomy' => 'nav_menu', 'fields' => array() ) ) ),
			array( 'taxonomies' => array( array( 'taxonomy' => 'product_brand', 'entity' => 'term', 'channel' => '', 'prefix' => '', 'meta' => 'seo' ) ) ),
			array( 'gtins' => array( 'x' => 400 ) ),
		);
		foreach ( json_decode( self::MORE, true ) as $which => $request ) {
			$this->refused( array( array_replace( $request, $wrong[ $which ] ) ), 'requests[0]' );
		}
	}

	private const PUSH = '[
		{"id":31,"do":"source.send","method":"PATCH","path":"products/mug","body":{}},
		{"id":32,"do":"source.upload","path":"media-files/product","fields":[["sku","mug"],["attribute","image"]],"file":"file","attachment":77},
		{"id":33,"do":"shop.products","after":0,"limit":50},
		{"id":34,"do":"links.of","entity":"product","channel":"default","ids":[55]},
		{"id":35,"do":"media.of","ids":[77]},
		{"id":36,"do":"media.note","media":[{"path":"product/11/image/a.jpg","id":77}]},
		{"id":37,"do":"shop.products","ids":[55]},
		{"id":38,"do":"items.write","items":[],"remove":[{"lane":"push","entity":"option","channel":"","code":"9","stamp":"9f"}]}
	]';

	public function test_only_a_push_that_is_no_plan_sends(): void {
		$requests = json_decode( self::PUSH, true );
		foreach ( array( 'push', 'apply', 'undo' ) as $job ) {
			self::assertSame( $requests, RequestRules::check( $requests, $job, true ) );
			self::assertCount( 6, RequestRules::check( array_slice( $requests, 2 ), $job ) );
			$this->refused( array_slice( $requests, 0, 1 ), 'requests[0].do', $job );
			$this->refused( array_slice( $requests, 1, 1 ), 'requests[0].do', $job );
		}
		foreach ( array( 'pull', 'deletions', 'images', 'preview', 'probe', 'refresh' ) as $job ) {
			$this->refused( array_slice( $requests, 0, 1 ), 'requests[0].do', $job, true );
		}
	}

	/** Each with one part that is not of its form. */
	public function test_the_parts_of_a_push_are_checked(): void {
		$wrong = array( array( 'method' => 'GET' ), array( 'fields' => array( array( 'sku' ) ) ), array( 'limit' => null ), array( 'ids' => array( '55' ) ), array( 'ids' => 77 ), array( 'media' => array( array( 'path' => '', 'id' => 77 ) ) ), array( 'ids' => array( '55' ) ), array( 'remove' => array( array( 'lane' => 'push', 'entity' => 'option', 'channel' => '', 'code' => '9', 'stamp' => 9 ) ) ) );
		foreach ( json_decode( self::PUSH, true ) as $which => $request ) {
			$this->refused( array( array_replace( $request, $wrong[ $which ] ) ), 'requests[0]', 'push', true );
		}
		foreach ( array( '../../oauth/token', 'https://evil.example/x', 'products/%2e%2e/x' ) as $path ) {
			$this->refused( array( array( 'id' => 1, 'do' => 'source.send', 'method' => 'POST', 'path' => $path, 'body' => null ) ), 'path', 'push', true );
		}
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

	private function refused( mixed $requests, string $path, string $job = 'pull', bool $sends = false ): void {
		try {
			RequestRules::check( $requests, $job, $sends );
			self::fail( 'accepted' );
		} catch ( Fault $fault ) {
			self::assertSame( $path, $fault->path() );
			self::assertSame( 400, $fault->status() );
		}
	}
}
