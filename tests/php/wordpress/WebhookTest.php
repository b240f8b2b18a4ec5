<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Logs\LogWriter;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Options;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Settings\Channels;
use UnoPim\Connector\Tests\WordPress\Support\SiteTestCase;
use UnoPim\Connector\Webhook\Inbox;
use UnoPim\Connector\Webhook\Memory;
use UnoPim\Connector\Webhook\Receiver;
use UnoPim\Connector\Webhook\Secret;

/** UnoPim's messages, as its own versions sign them. */
final class WebhookTest extends SiteTestCase {

	private const SECRET = 'whsec_test';

	/** When the recorded messages were sent. */
	private const THEN = '2026-08-03 15:10:00';

	private Clock $clock;

	protected function setUp(): void {
		parent::setUp();
		$this->clock = new class() extends Clock {
			public int $time = 0;
			public function now(): int {
				return $this->time;
			}
		};
		$this->clock->time = (int) strtotime( self::THEN . ' UTC' );
		self::service( Secret::class )->keep( self::SECRET );
		self::service( Channels::class )->save( array( array( 'code' => 'default', 'pull' => true ), array( 'code' => 'off', 'pull' => false ) ) );
		global $wpdb;
		foreach ( array( 'default', 'off', 'unsaved', 'web' ) as $code ) {
			$wpdb->insert( self::service( Schema::class )->table( 'catalog' ), array( 'kind' => 'channel', 'code' => $code, 'body' => json_encode( array( 'code' => $code ) ) ) );
		}
	}

	private function receiver(): Receiver {
		global $wpdb;
		$schema = self::service( Schema::class );
		return new Receiver( self::service( Secret::class ), new Memory( $wpdb, $schema, $this->clock ), new Inbox( $wpdb, $schema, self::service( Channels::class ), self::service( Options::class ), $this->clock ), self::service( LogWriter::class ), $this->clock );
	}

	private static function sign( string $body, string $secret = self::SECRET ): string {
		return 'sha256=' . hash_hmac( 'sha256', $body, $secret );
	}

	private function send( string $body, ?string $signature = null ): int {
		return $this->receiver()->receive( $body, $signature ?? self::sign( $body ) );
	}

	/** @return array<string> `channel/sku/state` */
	private static function queue(): array {
		global $wpdb;
		return $wpdb->get_col( "SELECT CONCAT_WS( '/', channel, item_key, state ) FROM {$wpdb->prefix}unopim_items WHERE lane = 'pull' ORDER BY id" );
	}

	private static function complaints(): int {
		global $wpdb;
		return (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->prefix}unopim_logs WHERE code = 'webhook_refused'" );
	}

	/** @return array<string,array{string,string,string}> name, body, signature */
	public static function recorded(): array {
		$folder = dirname( __DIR__, 2 ) . '/fixtures/unopim';
		$index  = json_decode( (string) file_get_contents( "$folder/webhooks.index.json" ), true );
		$cases  = array();
		foreach ( $index['deliveries'] as $name => $delivery ) {
			$cases[ $name ] = array( $name, (string) file_get_contents( "$folder/{$delivery['file']}" ), (string) ( $delivery['headers']['X-Unopim-Signature'] ?? '' ) );
		}
		return $cases;
	}

	/** @dataProvider recorded */
	public function test_recorded_messages( string $name, string $body, string $signature ): void {
		if ( 'product.updated.v3' === $name ) {
			$this->clock->time = (int) strtotime( '2026-08-02 16:30:00 UTC' );
		}
		$seen = array();
		add_action( 'unopim_connector_webhook_received', $spy = static function ( $skus ) use ( &$seen ) {
			$seen = $skus;
		} );
		$status = $this->send( $body, $signature );
		remove_action( 'unopim_connector_webhook_received', $spy );
		$expected = array(
			'product.updated.v3'      => array( 202, array( 'mug-classic' ) ),
			'product.created.v3'      => array( 202, array( 'tee' ) ),
			'configurable.updated.v3' => array( 202, array( 'tee' ) ),
			'bulk.updated.v3'         => array( 202, array( 'mug-classic', 'LEGACY_9' ) ),
			'test.v3'                 => array( 200, array() ),
			// Before 3.0 UnoPim does not sign.
			'product.updated.v2'      => array( 401, array() ),
			'bulk.updated.v2'         => array( 401, array() ),
		);
		self::assertSame( $expected[ $name ], array( $status, $seen ) );
		self::assertSame( array_map( static fn( $sku ) => "default/$sku/waiting", $expected[ $name ][1] ), self::queue() );
	}

	public function test_a_bare_list_that_is_signed_is_taken(): void {
		self::assertSame( 202, $this->send( self::recorded()['bulk.updated.v2'][1] ) );
		self::assertSame( array( 'default/mug-classic/waiting', 'default/LEGACY_9/waiting' ), self::queue() );
	}

	public function test_the_same_body_again_is_accepted_and_ignored_for_48_hours(): void {
		global $wpdb;
		$body = '[{"sku":"a"}]';
		self::assertSame( 202, $this->send( $body ) );
		$wpdb->query( "DELETE FROM {$wpdb->prefix}unopim_items WHERE lane = 'pull'" );
		$this->clock->time += 48 * 3600 - 1;
		self::assertSame( 202, $this->send( $body ) );
		self::assertSame( array(), self::queue() );
		$this->clock->time += 2;
		self::assertSame( 202, $this->send( $body ) );
		self::assertSame( array( 'default/a/waiting' ), self::queue() );
	}

	public function test_a_sku_waits_once_and_one_that_is_being_pulled_waits_again(): void {
		global $wpdb;
		$this->send( '[{"sku":"a"},{"sku":"a"},{"sku":"A"}]' );
		self::assertSame( array( 'default/a/waiting', 'default/A/waiting' ), self::queue() );
		$wpdb->query( "UPDATE {$wpdb->prefix}unopim_items SET state = 'running', tries = 3, next_try = 99 WHERE lane = 'pull'" );
		$this->send( '[{"sku":"a"}]' );
		self::assertSame( array( 'default/a/waiting', 'default/A/running' ), self::queue() );
		self::assertSame( '0/0', $wpdb->get_var( "SELECT CONCAT( tries, '/', next_try ) FROM {$wpdb->prefix}unopim_items WHERE lane = 'pull' AND item_key = 'a'" ) );
	}

	public function test_every_channel_that_pulls_gets_it_and_no_other(): void {
		self::service( Channels::class )->save( array( array( 'code' => 'web', 'pull' => true ), array( 'code' => 'gone', 'pull' => true ) ) );
		$this->send( '[{"sku":"a"}]' );
		self::assertEqualsCanonicalizing( array( 'default/a/waiting', 'web/a/waiting' ), self::queue() );
		self::service( Channels::class )->save( array( array( 'code' => 'web', 'pull' => false ), array( 'code' => 'default', 'pull' => false ) ) );
		self::assertSame( 202, $this->send( '[{"sku":"b"}]' ) );
		self::assertCount( 2, self::queue() );
	}

	/** @return array<string,array{string,int}> */
	public static function times(): array {
		return array(
			'a zone ahead'    => array( '2026-08-04 05:10:00', 202 ),
			'a zone behind'   => array( '2026-08-03 04:10:00', 202 ),
			'15 hours ahead'  => array( '2026-08-04 06:10:00', 202 ),
			'a second more'   => array( '2026-08-04 06:10:01', 401 ),
			'15 hours behind' => array( '2026-08-03 00:10:00', 202 ),
			'and a second'    => array( '2026-08-03 00:09:59', 401 ),
			'no time'         => array( 'yesterday', 401 ),
		);
	}

	/** @dataProvider times */
	public function test_a_message_is_of_today( string $time, int $status ): void {
		self::assertSame( $status, $this->send( (string) json_encode( array( 'event' => 'product.updated', 'timestamp' => $time, 'data' => array( array( 'sku' => 'a' ) ) ) ) ) );
		self::assertCount( 202 === $status ? 1 : 0, self::queue() );
	}

	public function test_without_the_right_signature_nothing_is_taken_and_one_line_an_hour_says_so(): void {
		$body = '[{"sku":"a"}]';
		foreach ( array( '', 'sha256=', self::sign( $body, 'other' ), self::sign( $body . ' ' ), substr( self::sign( $body ), 7 ), 'sha1=' . hash_hmac( 'sha1', $body, self::SECRET ) ) as $signature ) {
			self::assertSame( 401, $this->send( $body, $signature ), $signature );
		}
		self::assertSame( 401, $this->send( '{"event":"webhook.test"}', 'sha256=' . str_repeat( '0', 64 ) ) );
		self::assertSame( array( array(), 1 ), array( self::queue(), self::complaints() ) );
		$this->clock->time += 3599;
		$this->send( $body, '' );
		self::assertSame( 1, self::complaints() );
		$this->clock->time += 2;
		$this->send( $body, '' );
		self::assertSame( 2, self::complaints() );
		self::service( Options::class )->delete( 'webhook' );
		self::assertSame( 401, $this->send( $body, self::sign( $body, '' ) ), 'no secret signs nothing' );
	}

	public function test_limits(): void {
		$body = '[{"sku":"' . str_repeat( 'x', 1024 * 1024 ) . '"}]';
		self::assertSame( 413, $this->send( $body ) );
		$just = '["' . str_repeat( 'x', 1024 * 1024 - 4 ) . '"]';
		self::assertSame( 202, $this->send( $just ) );
		$this->clock->time += 60;
		for ( $n = 0; $n < 60; $n++ ) {
			self::assertSame( 401, $this->send( '[]', '' ) );
		}
		self::assertSame( 429, $this->send( '[]', '' ) );
		for ( $n = 0; $n < 60; $n++ ) {
			self::assertSame( 202, $this->send( "[{\"sku\":\"$n\"}]" ), 'strangers do not keep UnoPim out' );
		}
		self::assertSame( 429, $this->send( '[{"sku":"more"}]' ) );
		self::assertCount( 60, self::queue() );
		$this->clock->time += 60;
		self::assertSame( 202, $this->send( '[{"sku":"more"}]' ) );
	}

	public function test_only_skus_are_read_and_a_hundred_at_most(): void {
		$rows = array( 1, null, 'x', array(), array( 'sku' => null ), array( 'sku' => '' ), array( 'sku' => "a\nb" ), array( 'sku' => str_repeat( 'x', 192 ) ), array( 'sku' => array( 'x' ) ), array( 'sku' => 4711 ), array( 'sku' => '007' ) );
		$this->send( (string) json_encode( $rows ) );
		self::assertSame( array( 'default/4711/waiting', 'default/007/waiting' ), self::queue() );
		$this->send( (string) json_encode( array_map( static fn( $n ) => array( 'sku' => "s$n" ), range( 1, 150 ) ) ) );
		self::assertCount( 102, self::queue() );
	}

	public function test_what_need_not_be_remembered_is_forgotten(): void {
		global $wpdb;
		$this->send( '[{"sku":"a"}]' );
		$this->send( '[]', '' );
		$memory = new Memory( $wpdb, self::service( Schema::class ), $this->clock );
		$count  = static fn() => (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->prefix}unopim_items WHERE lane = 'webhook'" );
		self::assertSame( 4, $count() );
		$this->clock->time += 3 * 3600;
		$memory->trim();
		self::assertSame( 1, $count(), 'the message itself is still known' );
		$this->clock->time += 48 * 3600;
		$memory->trim();
		self::assertSame( 0, $count() );
	}

	public function test_the_route_is_public_and_the_secret_is_not(): void {
		wp_set_current_user( 0 );
		$body = (string) json_encode( array( 'event' => 'product.updated', 'timestamp' => gmdate( 'Y-m-d H:i:s' ), 'data' => array( array( 'sku' => 'a/b' ) ) ) );
		$post = fn( array $headers ) => $this->rest( 'POST', '/webhook', $body, $headers + array( 'X-WP-Nonce' => '' ) );
		self::assertSame( 401, $post( array() )->get_status() );
		self::assertSame( 'webhook_refused', $post( array() )->get_data()['code'] );
		self::assertSame( 202, $post( array( 'X-Unopim-Signature' => self::sign( $body ) ) )->get_status() );
		self::assertSame( array( 'default/a/b/waiting' ), self::queue() );
		self::assertSame( 200, $this->rest( 'POST', '/webhook', '{"event":"webhook.test","timestamp":"2026-08-03 15:00:00"}', array( 'X-WP-Nonce' => '' ) )->get_status() );
		self::assertSame( 401, $this->rest( 'GET', '/webhook/secret' )->get_status() );
		self::assertSame( 401, $this->rest( 'POST', '/webhook/secret', array() )->get_status() );
		wp_set_current_user( self::user( 'subscriber' ) );
		self::assertSame( 403, $this->rest( 'POST', '/webhook/secret', array() )->get_status() );
		wp_set_current_user( 1 );
		self::assertSame( 403, $this->rest( 'POST', '/webhook/secret', array(), array( 'X-WP-Nonce' => '' ) )->get_status() );
	}

	public function test_the_secret_is_shown_once_and_stored_sealed(): void {
		$answer = $this->rest( 'POST', '/webhook/secret', array() )->get_data();
		self::assertMatchesRegularExpression( '/^whsec_[0-9a-f]{48}$/', $answer['secret'] );
		self::assertStringNotContainsString( $answer['secret'], self::stored() );
		self::assertSame( 401, $this->send( '[{"sku":"a"}]' ), 'the old secret is void' );
		self::assertSame( 202, $this->send( '[{"sku":"a"}]', self::sign( '[{"sku":"a"}]', $answer['secret'] ) ) );
		$view = $this->rest( 'GET', '/webhook/secret' )->get_data();
		self::assertArrayNotHasKey( 'secret', $view );
		self::assertSame( array( true, array( 'at' => '2026-08-03T15:10:00Z', 'event' => '', 'skus' => 1 ) ), array( $view['has_secret'], $view['last'] ) );
		self::assertStringContainsString( 'unopim-connector/v1/webhook', $view['address'] );
		self::service( LogWriter::class )->write( array( 'message' => "it is {$answer['secret']}." ) );
		self::assertStringNotContainsString( $answer['secret'], self::stored(), 'nor does the log take it' );
	}
}
