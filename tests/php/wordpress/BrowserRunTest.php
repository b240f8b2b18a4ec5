<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Engine\Frame;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Rest\FrameResponse;
use UnoPim\Connector\Run\Lease;
use UnoPim\Connector\Run\RunRepository;
use UnoPim\Connector\Tests\WordPress\Support\Frames;
use UnoPim\Connector\Tests\WordPress\Support\SiteTestCase;

/** A page starts a run and drives it frame by frame. */
final class BrowserRunTest extends SiteTestCase {

	private int $run;

	private string $lease;

	/** @param array<string,mixed> $job */
	private function start( array $job = array() ): void {
		$this->connect();
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'default', 'conflict_policy' => 'review', 'price_currency' => 'EUR' ) ) ) );
		$answer = $this->rest( 'POST', '/runs', array( 'job' => $job + array( 'kind' => 'pull', 'scope' => 'full', 'channel' => 'default', 'locale' => 'en_US' ) ) );
		self::assertSame( 201, $answer->get_status(), (string) wp_json_encode( $answer->get_data() ) );
		$this->run   = $answer->get_data()['id'];
		$this->lease = $answer->get_data()['lease'];
	}

	private function step( string $frame, ?string $lease = null ): \WP_REST_Response {
		return $this->rest( 'POST', "/runs/{$this->run}/step", $frame, array( 'X-Unopim-Lease' => $lease ?? $this->lease ) );
	}

	private function frame( \WP_REST_Response $answer ): Frame {
		self::assertInstanceOf( FrameResponse::class, $answer, (string) wp_json_encode( $answer->get_data() ) );
		self::assertSame( 'application/octet-stream', $answer->get_headers()['Content-Type'] );
		return Frame::decode( $answer->bytes );
	}

	private function refused( \WP_REST_Response $answer, int $status, string $code ): void {
		self::assertSame( array( $status, $code ), array( $answer->get_status(), $answer->get_data()['code'] ?? null ) );
	}

	private function row(): \UnoPim\Connector\Run\Run {
		return self::service( RunRepository::class )->find( $this->run );
	}

	public function test_hello_takes_the_lease_and_tells_everything_a_run_needs(): void {
		$this->start();
		$this->rest( 'PUT', '/mapping/core', array( 'core' => array( 'name' => array( 'attribute' => 'name' ) ) ) );
		add_filter( 'unopim_connector_locale_chain', $chain = static fn( $given ) => array( $given[0], 'xx_XX' ) );
		$this->rest( 'PUT', '/settings', array( 'batch_size' => 25, 'category_assignment' => 'exact' ) );
		foreach ( array( '', Frame::encode( array( 'type' => 'hello' ) ) ) as $hello ) {
			$bytes = $this->step( $hello )->bytes;
			$json  = json_decode( substr( $bytes, 8 ) );
			self::assertSame( 'start', $json->type );
			self::assertMatchesRegularExpression( '/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/', $json->now );
			self::assertSame( $this->run, $json->run->id );
			self::assertSame( '{"kind":"pull","channel":"default","locale":"en_US","scope":"full","dry":false,"skus":[]}', json_encode( $json->run->job ) );
			self::assertSame(
				'{"channel":"default","locale":"en_US","default_locale":"en_US","locale_chain":["en_US","xx_XX"],"price_currency":"EUR","conflict_policy":"review","mirror":false,"root_only":false,"create_categories":true,"category_assignment":"exact",'
				. '"on_delete":"trash","trashed_match":"report","match_by_gtin":false,"requests_per_minute":100,"images_per_minute":60,"largest_image_mb":15,"own_rows_only":false,"batch_size":25,"ask_names":false,"above":[],"below":[],"push_images":false,"writeback_delete":false,"cooldown_seconds":60,"default_family":""}',
				json_encode( $json->run->settings )
			);
			self::assertSame( array( 'kg', 'cm', 'F j, Y', 'January', 'Dec', '{}', null ), array( $json->run->store->weight_unit, $json->run->store->dimension_unit, $json->run->store->dates->format, $json->run->store->dates->months[0], $json->run->store->dates->short_months[11], json_encode( $json->run->answers ), $json->run->watermark ) );
			self::assertSame( array( 'yes' => 'Yes', 'no' => 'No' ), (array) $json->run->store->words );
			self::assertSame( '{"attribute":"name"}', json_encode( $json->run->mapping->core->name ) );
			self::assertNull( $json->run->mapping->core->sale_price );
			self::assertSame( '{}', json_encode( $json->run->mapping->categories ) );
			self::assertNull( $json->run->checkpoint );
		}
		remove_filter( 'unopim_connector_locale_chain', $chain );
		self::assertSame( 'running', $this->row()->status );
	}

	/** @dataProvider currencies */
	public function test_prices_are_read_in_the_chosen_currency_or_the_shops( string $shop, string $chosen, ?string $used ): void {
		$before = get_option( 'woocommerce_currency' );
		update_option( 'woocommerce_currency', $shop );
		$this->start();
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'default', 'price_currency' => $chosen ) ) ) );
		$currency = json_decode( substr( $this->step( '' )->bytes, 8 ) )->run->settings->price_currency;
		false === $before ? delete_option( 'woocommerce_currency' ) : update_option( 'woocommerce_currency', $before );
		self::assertSame( $used, $currency );
	}

	/** @return array<string,array{string,string,string|null}> */
	public static function currencies(): array {
		return array( 'the shop’s, which the channel has' => array( 'EUR', '', 'EUR' ), 'neither' => array( 'USD', '', null ), 'chosen' => array( 'USD', 'EUR', 'EUR' ) );
	}

	public function test_bodies_go_to_the_page_as_they_came(): void {
		$this->start();
		$this->step( '' );
		$frame = $this->frame( $this->step( Frames::step( array( Frames::get( 1, 'raw' ), Frames::get( 2, 'locales' ), Frames::get( 3, 'large' ) ) ) ) );
		self::assertSame( 'responses', $frame->type() );
		$by_id = array_column( $frame->json['responses'], null, 'id' );
		list( $from, $length ) = $by_id[1]['body'];
		self::assertSame( "{\"data\":[ 1.0 ,\"\\u00e4\"],\n \"x\":\"\xff\"}", substr( $frame->blob, $from, $length ) );
		self::assertSame( 200, $by_id[2]['status'] );
		self::assertSame( array( '"list-1"', '60' ), array( $by_id[2]['headers']['etag'], $by_id[2]['headers']['x-ratelimit-limit'] ) );
		self::assertArrayNotHasKey( 'x-secret', $by_id[2]['headers'], 'only headers that the engine knows' );
		self::assertSame( 'too_large', $by_id[3]['error']['code'] );
		self::assertNotEmpty( $by_id[3]['error']['hint'] );
	}

	/** @dataProvider elsewhere */
	public function test_a_step_that_asks_for_another_place_is_refused_whole( string $path ): void {
		$this->start();
		$this->step( '' );
		$this->unopim->seen();
		$this->refused( $this->step( Frames::step( array( Frames::get( 1, 'locales' ), Frames::get( 2, $path ) ), array( 'at' => 'evil' ) ) ), 400, 'bad_path' );
		self::assertSame( array(), $this->unopim->seen() );
		self::assertNull( $this->row()->checkpoint );
	}

	/** @return array<array{string}> */
	public static function elsewhere(): array {
		return array_map( static fn( $path ) => array( $path ), array( 'http://127.0.0.1:1/x', '//127.0.0.1:1/x', '../../../oauth/token', '%2e%2e/%2e%2e/admin', 'x/..%2f..%2fadmin', "locales\r\nHost: evil", '\\\\evil\\x' ) );
	}

	public function test_the_checkpoint_is_stored_before_the_requests_are_carried_out(): void {
		global $wpdb;
		$this->start();
		$this->step( '' );
		$stored = null;
		add_filter( 'unopim_connector_http_args', $spy = function ( $args ) use ( &$stored ) {
			$stored ??= $this->row()->checkpoint;
			return $args;
		} );
		$this->step( Frames::step( array( Frames::get( 1, 'locales' ) ), json_decode( '{"cursor":{},"page":2,"seen":[]}' ) ) );
		remove_filter( 'unopim_connector_http_args', $spy );
		self::assertSame( '{"cursor":{},"page":2,"seen":[]}', $stored );
		$start = json_decode( substr( $this->step( '' )->bytes, 8 ) );
		self::assertSame( '{"cursor":{},"page":2,"seen":[]}', json_encode( $start->run->checkpoint ), 'the next host gets it as it was' );
	}

	public function test_logs_and_progress_of_a_step_are_kept(): void {
		$this->start();
		$this->step( '' );
		$this->step( Frames::step( array(), null, array( array( 'level' => 'warn', 'op' => 'pull', 'entity' => 'product', 'key' => 'mug', 'dir' => 'to_shop', 'code' => 'not_in_family', 'message' => 'A sentence', 'field' => 'color', 'hint' => 'Do this' ), array( 'level' => 'evil', 'message' => "<b>x</b>\0 Bearer abcdefgh12345678" ) ) ) );
		$rows = $this->rest( 'GET', "/logs?run={$this->run}&after=0" )->get_data();
		self::assertCount( 2, $rows );
		self::assertSame( array( 'warn', 'pull', 'product', 'mug', 'to_shop', 'not_in_family', 'A sentence', 'color', 'Do this', $this->run, 'default', 'en_US' ), array( $rows[0]['level'], $rows[0]['op'], $rows[0]['entity'], $rows[0]['key'], $rows[0]['dir'], $rows[0]['code'], $rows[0]['message'], $rows[0]['field'], $rows[0]['hint'], $rows[0]['run'], $rows[0]['channel'], $rows[0]['locale'] ) );
		self::assertSame( array( 'info', '<b>x</b> Bearer •••' ), array( $rows[1]['level'], $rows[1]['message'] ) );
		self::assertSame( array(), $this->rest( 'GET', "/logs?run={$this->run}&after={$rows[1]['id']}" )->get_data() );
		$view = $this->rest( 'GET', "/runs/{$this->run}" )->get_data();
		self::assertSame( array( 'running', 'products', 1, 7, 1 ), array( $view['status'], $view['progress']['step'], $view['progress']['done'], $view['progress']['total'], $view['counts']['updated'] ) );
	}

	public function test_catalog_records_come_back_as_they_were_written(): void {
		$this->start();
		$this->step( '' );
		$record = array( 'code' => 'Color', 'hash' => 'h1', 'body' => json_decode( '{"code":"Color","type":"select","labels":{},"list":[]}' ) );
		$frame  = $this->frame( $this->step( Frames::step( array( array( 'id' => 1, 'do' => 'catalog.write', 'kind' => 'attribute', 'records' => array( $record ), 'complete' => true ), array( 'id' => 2, 'do' => 'catalog.read', 'kinds' => array( 'attribute' ) ) ) ) ) );
		self::assertSame( '{"code":"Color","type":"select","labels":{},"list":[]}', json_encode( $frame->json['responses'][1]['records'][0]['body'] ) );
		self::assertSame( array( array( 'Color', 'Color', 'select' ) ), array_map( static fn( $row ) => array( $row['code'], $row['label'], $row['type'] ), $this->rest( 'GET', '/catalog/attributes?search=col' )->get_data() ) );
	}

	public function test_a_run_that_is_done_may_have_warned_and_is_found_by_that(): void {
		$this->start();
		$this->step( '' );
		$this->step( Frames::done( 'done', null, 3 ) );
		$view = $this->rest( 'GET', "/runs/{$this->run}" )->get_data();
		self::assertSame( array( 'done', 3 ), array( $view['status'], $view['warnings'] ) );
		self::assertStringContainsString( 'pull full: done with warnings. updated 2, writes 2, warnings 3', $this->rest( 'GET', "/logs?run={$this->run}" )->get_data()[0]['message'] );
		$found = fn( string $status ): array => array_column( $this->rest( 'GET', "/runs?status={$status}" )->get_data(), 'id' );
		self::assertSame( array( array( $this->run ), array(), array() ), array( $found( 'done_with_warnings' ), $found( 'done' ), $found( 'done_with_errors' ) ) );
		$this->start();
		$this->step( '' );
		$this->step( Frames::done() );
		self::assertSame( array( $this->run ), $found( 'done' ) );
	}

	public function test_types_of_association_are_for_pickers(): void {
		$this->start();
		$this->step( '' );
		$record = array( 'code' => 'bundle', 'hash' => 'h1', 'body' => array( 'code' => 'bundle', 'labels' => array( 'en_US' => 'Bundle' ) ) );
		$this->frame( $this->step( Frames::step( array( array( 'id' => 1, 'do' => 'catalog.write', 'kind' => 'association_type', 'records' => array( $record ), 'complete' => true ) ) ) ) );
		self::assertSame( array( array( 'bundle', 'Bundle' ) ), array_map( static fn( $row ) => array( $row['code'], $row['label'] ), $this->rest( 'GET', '/catalog/association-types' )->get_data() ) );
	}

	public function test_done_ends_the_run(): void {
		$this->start();
		$this->step( '' );
		self::assertSame( 'ok', $this->frame( $this->step( Frames::done( 'done_with_errors' ) ) )->type() );
		$view = $this->rest( 'GET', "/runs/{$this->run}" )->get_data();
		self::assertSame( array( 'done_with_errors', 2 ), array( $view['status'], $view['counts']['updated'] ) );
		self::assertNotNull( $view['finished_at'] );
		self::assertSame( array( '', 0, null ), array( $this->row()->lease_owner, $this->row()->lease_until, $this->row()->checkpoint ) );
		$this->refused( $this->step( '' ), 409, 'run_over' );
		$this->refused( $this->step( Frames::step( array() ) ), 409, 'run_over' );
	}

	public function test_a_long_wait_is_told_and_answered_when_it_is_over(): void {
		global $wpdb;
		$this->start();
		$this->step( '' );
		$step  = Frames::step( array( array( 'id' => 1, 'do' => 'wait', 'seconds' => 30, 'reason' => 'throttled' ) ), null, array( array( 'level' => 'info', 'op' => 'pull', 'message' => 'told once' ) ) );
		$frame = $this->frame( $this->step( $step ) );
		self::assertSame( array( 'wait', 30 ), array( $frame->type(), $frame->json['seconds'] ) );
		self::assertGreaterThanOrEqual( 28, $this->frame( $this->step( $step ) )->json['seconds'], 'asked again, it is the same wait' );
		$wpdb->query( 'UPDATE ' . self::service( Schema::class )->table( 'runs' ) . ' SET wait_until = wait_until - 60' );
		$frame = $this->frame( $this->step( $step ) );
		self::assertSame( array( 'responses', array( array( 'id' => 1 ) ) ), array( $frame->type(), $frame->json['responses'] ) );
		self::assertSame( 0, $this->row()->wait_until );
		self::assertCount( 1, $this->rest( 'GET', "/logs?run={$this->run}" )->get_data(), 'what the frame reports is logged once' );
	}

	public function test_a_short_wait_is_spent_at_once(): void {
		$this->start();
		$this->step( '' );
		$started = microtime( true );
		self::assertSame( 'responses', $this->frame( $this->step( Frames::step( array( array( 'id' => 1, 'do' => 'wait', 'seconds' => 1, 'reason' => 'x' ) ) ) ) )->type() );
		self::assertGreaterThan( 0.9, microtime( true ) - $started );
	}

	public function test_one_host_at_a_time(): void {
		global $wpdb;
		$this->start();
		$this->refused( $this->step( '', 'another-page-1' ), 409, 'lease_lost' );
		$this->step( '' );
		$this->refused( $this->step( Frames::step( array( Frames::get( 1, 'locales' ) ) ), 'another-page-1' ), 409, 'lease_lost' );
		// The first page falls silent; a minute later another host goes on, and the first may do nothing any more.
		$wpdb->query( 'UPDATE ' . self::service( Schema::class )->table( 'runs' ) . ' SET lease_until = ' . ( time() - 1 ) );
		self::assertSame( 'start', $this->frame( $this->step( '', 'another-page-1' ) )->type() );
		$this->unopim->seen();
		$this->refused( $this->step( Frames::step( array( Frames::get( 1, 'locales' ) ), array( 'at' => 'old' ) ) ), 409, 'lease_lost' );
		$this->refused( $this->step( Frames::done() ), 409, 'lease_lost' );
		self::assertSame( array(), $this->unopim->seen() );
		self::assertNull( $this->row()->checkpoint );
		self::assertSame( 'running', $this->row()->status );
	}

	public function test_a_host_that_loses_the_lease_within_a_step_stops_there(): void {
		global $wpdb;
		$this->start();
		$this->step( '' );
		$runs = self::service( Schema::class )->table( 'runs' );
		add_filter( 'unopim_connector_http_args', $thief = static function ( $args ) use ( $wpdb, $runs ) {
			$wpdb->query( "UPDATE {$runs} SET lease_owner = 'server:other'" );
			return $args;
		} );
		$record = array( 'id' => 2, 'do' => 'catalog.write', 'kind' => 'family', 'records' => array( array( 'code' => 'late', 'hash' => '', 'body' => null ) ), 'complete' => false );
		$this->refused( $this->step( Frames::step( array( Frames::get( 1, 'locales' ), $record ) ) ), 409, 'lease_lost' );
		remove_filter( 'unopim_connector_http_args', $thief );
		self::assertSame( array(), $this->rest( 'GET', '/catalog/families' )->get_data(), 'what came after was not written' );
	}

	public function test_a_host_that_loses_the_lease_as_it_begins_to_write_writes_nothing(): void {
		global $wpdb;
		$this->start();
		$this->step( '' );
		$runs  = self::service( Schema::class )->table( 'runs' );
		$thief = static function ( $sql ) use ( $wpdb, $runs ) {
			if ( 'SAVEPOINT unopim_batch' === $sql ) {
				$wpdb->query( "UPDATE {$runs} SET lease_owner = 'server:other'" );
			}
			return $sql;
		};
		$level = array( 'n' => 1, 'entity' => 'group', 'key' => 'tee-red', 'channel' => 'default', 'action' => 'link', 'kind' => '', 'id' => 7, 'parent' => null, 'fields' => array(), 'link' => array( 'target' => null, 'bases' => new \stdClass(), 'context' => null, 'flags' => array() ) );
		add_filter( 'query', $thief );
		$answer = $this->step( Frames::step( array( array( 'id' => 1, 'do' => 'store.apply', 'operations' => array( $level ) ) ) ) );
		remove_filter( 'query', $thief );
		$this->refused( $answer, 409, 'lease_lost' );
		self::assertSame( '0', $wpdb->get_var( 'SELECT COUNT(*) FROM ' . self::service( Schema::class )->table( 'links' ) ) );
	}

	public function test_a_page_of_before_an_update_is_told_to_reload(): void {
		$this->start();
		update_option( Schema::OPTION, Schema::VERSION - 1 );
		$this->refused( $this->step( '' ), 503, 'update_pending' );
		self::service( \UnoPim\Connector\Platform\Upgrade::class )->run();
		self::assertSame( 'start', $this->frame( $this->step( '' ) )->type() );
	}

	public function test_another_user_cannot_use_the_lease(): void {
		$this->start();
		$this->step( '' );
		wp_set_current_user( self::user( 'administrator' ) );
		$this->refused( $this->step( Frames::step( array() ) ), 409, 'lease_lost' );
	}

	public function test_a_stopped_run_takes_no_further_step(): void {
		$this->start();
		$this->step( '' );
		self::assertSame( 'stopped', $this->rest( 'POST', "/runs/{$this->run}/stop" )->get_data()['status'] );
		$this->refused( $this->step( Frames::step( array( Frames::get( 1, 'locales' ) ) ) ), 409, 'lease_lost' );
		self::assertSame( 'queued', $this->rest( 'POST', "/runs/{$this->run}/resume" )->get_data()['status'] );
		self::assertSame( 'start', $this->frame( $this->step( '' ) )->type() );
		self::assertSame( 'cancelled', $this->rest( 'POST', "/runs/{$this->run}/cancel" )->get_data()['status'] );
		$this->refused( $this->step( '' ), 409, 'run_over' );
	}

	public function test_a_closing_page_gives_the_run_to_the_server(): void {
		$this->start();
		$this->step( '' );
		self::assertNull( self::service( RunRepository::class )->next_due() );
		self::assertFalse( $this->rest( 'POST', "/runs/{$this->run}/release", array( 'lease' => 'somebody-else' ) )->get_data()['released'] );
		self::assertTrue( $this->rest( 'POST', "/runs/{$this->run}/release", array( 'lease' => $this->lease ) )->get_data()['released'] );
		self::assertSame( $this->run, self::service( RunRepository::class )->next_due() );
	}

	public function test_a_preview_that_nobody_looks_at_ends(): void {
		$this->start( array( 'kind' => 'preview', 'scope' => 'one', 'skus' => array( 'mug' ) ) );
		$this->step( '' );
		$this->rest( 'POST', "/runs/{$this->run}/release", array( 'lease' => $this->lease ) );
		self::assertSame( 'cancelled', $this->row()->status );
	}

	public function test_what_a_preview_found_can_be_read_afterwards(): void {
		$this->start( array( 'kind' => 'preview', 'scope' => 'one', 'skus' => array( 'mug' ) ) );
		$this->step( '' );
		$this->step( Frames::done( 'done', json_decode( '{"operations":[],"by_key":{},"hash":"x"}' ) ) );
		self::assertSame( '{"operations":[],"by_key":{},"hash":"x"}', json_encode( $this->rest( 'GET', "/runs/{$this->run}" )->get_data()['value'] ) );
	}

	public function test_a_frame_is_served_as_it_is(): void {
		$server = new \UnoPim\Connector\Rest\FrameServer();
		ob_start();
		self::assertTrue( $server->serve( false, new FrameResponse( "\0\xff{" ) ) );
		self::assertSame( "\0\xff{", ob_get_clean() );
		self::assertFalse( $server->serve( false, new \WP_REST_Response( 'x' ) ) );
	}

	public function test_a_preview_cannot_write(): void {
		$this->start( array( 'kind' => 'preview', 'scope' => 'one', 'skus' => array( 'mug' ) ) );
		$this->step( '' );
		$this->refused( $this->step( Frames::step( array( array( 'id' => 1, 'do' => 'store.apply', 'operations' => array() ) ) ) ), 400, 'bad_request' );
	}

	/** @dataProvider garbage */
	public function test_what_is_no_frame_is_refused_and_the_run_goes_on( string $bytes, string $code ): void {
		$this->start();
		$this->step( '' );
		$this->refused( $this->step( $bytes ), 'unexpected_frame' === $code ? 500 : 400, $code );
		self::assertSame( 'responses', $this->frame( $this->step( Frames::step( array() ) ) )->type() );
	}

	/** @return array<array{string,string}> */
	public static function garbage(): array {
		return array( array( 'hello', 'bad_frame' ), array( random_bytes( 100 ), 'bad_frame' ), array( Frame::encode( array( 'type' => 'call', 'name' => 'x' ) ), 'unexpected_frame' ), array( Frame::encode( array( 'type' => 'step' ) ), 'bad_request' ) );
	}

	public function test_without_a_lease_there_is_no_step(): void {
		$this->start();
		$this->refused( $this->step( '', '' ), 400, 'bad_lease' );
		$this->refused( $this->step( '', "x'; DROP" ), 400, 'bad_lease' );
	}

	public function test_the_lease_is_taken_by_one_of_many(): void {
		$this->start();
		global $wpdb;
		$wpdb->query( 'UPDATE ' . self::service( Schema::class )->table( 'runs' ) . " SET lease_owner = '', lease_until = 0" );
		$lease = self::service( Lease::class );
		self::assertTrue( $lease->take( $this->run, 'a' ) );
		self::assertTrue( $lease->take( $this->run, 'a' ), 'by its owner again' );
		self::assertFalse( $lease->take( $this->run, 'b' ) );
		self::assertFalse( $lease->renew( $this->run, 'b' ) );
		self::assertFalse( $lease->save_step( $this->run, 'b', '{"b":1}', '{}', false ) );
		self::assertFalse( $lease->finish( $this->run, 'b', 'done', 0, '{}', '{}' ) );
		$lease->release( $this->run, 'b' );
		self::assertTrue( $lease->renew( $this->run, 'a' ) );
		self::assertNull( $this->row()->checkpoint );
	}
}
