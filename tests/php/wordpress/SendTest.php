<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Run\Budget;
use UnoPim\Connector\Tests\WordPress\Support\Frames;
use UnoPim\Connector\Tests\WordPress\Support\RunTestCase;

/** What a push sends, over real HTTP. */
final class SendTest extends RunTestCase {

	protected function setUp(): void {
		parent::setUp();
		$this->ready( array( 'default' => array( 'push' => true ), 'web' => array() ) );
		$this->unopim()->seen();
	}

	/** One step of a push. @param array<array<string,mixed>> $requests @return array<array<string,mixed>> the answers */
	private function step( array $requests, bool $dry = false ): array {
		$id     = $this->start( array( 'kind' => 'push', 'channel' => null, 'dry' => $dry ) )['id'];
		$engine = $this->drive( $id, static fn( $frame, $n ) => 1 === $n ? Frames::step( $requests ) : Frames::done() );
		$this->run = $id;
		return $engine->told[1]['responses'] ?? array();
	}

	private int $run = 0;

	/** @return array<string,mixed> */
	private static function send( string $method, string $path, mixed $body, int $id = 1 ): array {
		return array( 'id' => $id, 'do' => 'source.send', 'method' => $method, 'path' => $path, 'body' => $body );
	}

	public function test_bodies_go_out_as_they_were_given_and_in_order(): void {
		$this->unopim->behave( array( 'status' => array( '/api/v1/rest/products' => 200, '/api/v1/rest/categories' => 201 ) ) );
		$answers = $this->step(
			array(
				self::send( 'PATCH', 'products/mug', array( 'values' => new \stdClass(), 'list' => array(), 'n' => 1.0 ), 4 ),
				self::send( 'PUT', 'products/mug%201', array( 'family' => 'default' ), 2 ),
				self::send( 'POST', 'categories', array( 'code' => 'ä' ), 3 ),
				self::send( 'DELETE', 'products/mug', null, 1 ),
			)
		);
		self::assertSame( array( array( 4, 200 ), array( 2, 200 ), array( 3, 201 ), array( 1, 200 ) ), array_map( static fn( $answer ) => array( $answer['id'], $answer['status'] ), $answers ) );
		$seen = $this->unopim->seen();
		self::assertSame(
			array( array( 'PATCH', '/api/v1/rest/products/mug', '{"values":{},"list":[],"n":1.0}' ), array( 'PUT', '/api/v1/rest/products/mug%201', '{"family":"default"}' ), array( 'POST', '/api/v1/rest/categories', '{"code":"ä"}' ), array( 'DELETE', '/api/v1/rest/products/mug', '' ) ),
			array_map( static fn( $request ) => array( $request['method'], $request['path'], $request['body'] ), $seen )
		);
		self::assertSame( array( 'application/json', 'application/json' ), array( $seen[0]['headers']['accept'], $seen[0]['headers']['content-type'] ) );
	}

	public function test_what_is_sent_counts_as_requests_of_the_minute(): void {
		$this->unopim->behave( array( 'status' => array( '/api/v1/rest/products' => 200 ) ) );
		$steps = array( Frames::step( array( self::send( 'PATCH', 'products/a', array(), 1 ), self::send( 'PATCH', 'products/b', array(), 2 ) ), pace: array( 'requests' => 3, 'images' => 0 ) ), Frames::step( array( self::send( 'PATCH', 'products/c', array(), 1 ), self::send( 'PATCH', 'products/d', array(), 2 ) ), pace: array( 'requests' => 3, 'images' => 0 ) ) );
		$id    = $this->start( array( 'kind' => 'push', 'channel' => null ) )['id'];
		$this->drive( $id, static fn( $frame, $n ) => $steps[ $n - 1 ] );
		self::assertSame( array( '/api/v1/rest/products/a', '/api/v1/rest/products/b' ), array_column( $this->unopim->seen(), 'path' ) );
		self::assertSame( 2, self::service( Budget::class )->used( Budget::REQUESTS )['used'] );
		self::assertGreaterThan( time(), $this->row( $id )->wait_until );
	}

	public function test_a_422_is_told_with_both_sides_and_without_secrets(): void {
		$long = str_repeat( 'x', 6000 );
		$this->unopim->behave( array( 'status' => array( '/api/v1/rest/products' => 422 ), 'body' => array( '/api/v1/rest/products' => array( 'errors' => array( 'values.common.name' => array( 'The name is too long: top-secret-value ' . $long ) ) ) ) ) );
		$answers = $this->step( array( self::send( 'POST', 'products', array( 'sku' => 'mug', 'name' => "top-password-value {$long}" ) ) ) );
		self::assertSame( 422, $answers[0]['status'] );
		$row = $this->logs( 'http_422' )[0];
		self::assertSame( array( 'push', 'to_unopim', 'UnoPim answered HTTP 422 to POST products.' ), array( $row['op'], $row['dir'], $row['message'] ) );
		$detail = is_string( $row['detail'] ) ? $row['detail'] : (string) wp_json_encode( $row['detail'], JSON_UNESCAPED_SLASHES );
		self::assertStringContainsString( 'The name is too long', $detail );
		self::assertStringContainsString( 'mug', $detail );
		self::assertLessThanOrEqual( 4096, strlen( $detail ) );
		self::assertStringNotContainsString( 'top-secret-value', self::stored_logs() );
		self::assertStringNotContainsString( 'top-password-value', self::stored_logs() );
	}

	public function test_what_is_part_of_the_game_makes_no_row(): void {
		$this->unopim->behave( array( 'status' => array( '/api/v1/rest/products' => 404, '/api/v1/rest/categories' => 429 ) ) );
		$this->step( array( self::send( 'DELETE', 'products/mug', null, 1 ), self::send( 'POST', 'categories', array(), 2 ) ) );
		self::assertSame( array(), $this->logs( 'http_404' ) );
		self::assertSame( array(), $this->logs( 'http_429' ) );
	}

	public function test_it_is_told_whether_a_request_may_have_arrived(): void {
		add_filter( 'unopim_connector_http_args', $short = static fn( $args, $method ) => 'POST' === $method ? array( 'timeout' => 1 ) : $args, 10, 2 );
		$this->unopim->behave( array( 'hang' => array( '/api/v1/rest/products' => 3 ) ) );
		$error = $this->step( array( self::send( 'POST', 'products', array() ) ) )[0]['error'];
		remove_filter( 'unopim_connector_http_args', $short );
		self::assertSame( array( 'timeout', true ), array( $error['code'], $error['sent'] ) );

		usleep( 2_500_000 ); // That request is still being answered.
		self::service( \UnoPim\Connector\Platform\Options::class )->write( 'connection', array( 'url' => 'http://127.0.0.1:9' ) + self::service( \UnoPim\Connector\Platform\Options::class )->read( 'connection' ) );
		$error = $this->step( array( self::send( 'POST', 'products', array() ) ) )[0]['error'];
		self::assertFalse( $error['sent'] );
	}

	public function test_a_refused_session_costs_one_sign_in_and_one_more_try(): void {
		$token = self::service( \UnoPim\Connector\Source\TokenStore::class )->read()->access;
		$this->unopim->behave( array( 'revoked' => array( $token ) ) );
		self::assertSame( 404, $this->step( array( self::send( 'PATCH', 'products/none', array() ) ) )[0]['status'] );
		self::assertSame( array( '/api/v1/rest/products/none', '/oauth/token', '/api/v1/rest/products/none' ), array_column( $this->unopim->seen(), 'path' ) );
	}

	public function test_a_file_goes_out_under_its_own_name_as_part_of_a_form(): void {
		$this->unopim->behave( array( 'status' => array( '/api/v1/rest/media-files' => 200 ) ) );
		$upload = wp_upload_bits( 'mug.png', null, base64_decode( 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==' ) );
		$id     = wp_insert_attachment( array( 'post_mime_type' => 'image/png', 'post_title' => 'Mug' ), $upload['file'] );
		$wish   = array( 'id' => 1, 'do' => 'source.upload', 'path' => 'media-files/product', 'fields' => array( array( 'sku', 'mug' ), array( 'attribute', 'image' ) ), 'file' => 'file', 'attachment' => $id );
		self::assertSame( 200, $this->step( array( $wish ) )[0]['status'] );
		$seen = $this->unopim->seen()[0];
		self::assertSame( array( 'POST', array( 'sku' => 'mug', 'attribute' => 'image' ), array( 'file' => array( wp_basename( $upload['file'] ), 'image/png', sha1_file( $upload['file'] ) ) ) ), array( $seen['method'], $seen['form'], $seen['files'] ) );

		$this->rest( 'PUT', '/settings', array( 'largest_image_mb' => 1 ) );
		add_filter( 'unopim_connector_max_image_bytes', $small = static fn() => 10 );
		$error = $this->step( array( $wish ) )[0]['error'];
		remove_filter( 'unopim_connector_max_image_bytes', $small );
		self::assertSame( array( 'too_large', false ), array( $error['code'], $error['sent'] ) );
		wp_delete_attachment( $id, true );
		$error = $this->step( array( $wish ) )[0]['error'];
		self::assertSame( array( 'not_found', false ), array( $error['code'], $error['sent'] ) );
		self::assertSame( array(), $this->unopim->seen() );
	}

	public function test_a_dry_run_cannot_send(): void {
		$this->step( array( self::send( 'PATCH', 'products/mug', array() ) ), true );
		self::assertSame( array(), $this->unopim->seen() );
		self::assertSame( array( 'failed', 'bad_request' ), array( $this->row( $this->run )->status, $this->row( $this->run )->result['error']['code'] ) );
	}

	/** @return array<array<string,mixed>> */
	private function logs( string $code ): array {
		return array_values( array_filter( $this->rest( 'GET', "/logs?run={$this->run}" )->get_data(), static fn( $row ) => $code === $row['code'] ) );
	}

	private static function stored_logs(): string {
		global $wpdb;
		return (string) wp_json_encode( $wpdb->get_results( "SELECT * FROM {$wpdb->prefix}unopim_logs" ) );
	}
}
