<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Engine\Frame;
use UnoPim\Connector\Jobs\Upkeep;
use UnoPim\Connector\Tests\WordPress\Support\Frames;
use UnoPim\Connector\Tests\WordPress\Support\RunTestCase;

/** What runs find out about UnoPim beside its catalogue. */
final class RunEndTest extends RunTestCase {

	/** @return array<string,bool> */
	private function changed(): array {
		return array_column( $this->rest( 'GET', '/channels' )->get_data(), 'changed', 'code' );
	}

	public function test_a_changed_definition_marks_its_channel_until_it_is_refreshed(): void {
		$this->ready();
		self::assertSame( array( 'default' => false, 'web' => false ), $this->changed() );
		$log = array( 'level' => 'warn', 'op' => 'pull', 'entity' => 'channel', 'key' => 'web', 'dir' => 'to_shop', 'code' => 'channel_changed', 'message' => 'x' );
		$this->drive( $this->start( array( 'channel' => 'web' ) )['id'], static fn( $frame, $n ) => 1 === $n ? Frames::step( array(), null, array( $log ) ) : Frames::done() );
		self::assertSame( array( 'default' => false, 'web' => true ), $this->changed() );
		$this->rest( 'POST', '/channels/refresh' );
		self::assertSame( array( 'default' => false, 'web' => false ), $this->changed() );
	}

	public function test_what_unopim_answers_in_place_of_data_is_in_the_log(): void {
		$this->ready();
		$this->unopim->behave( array( 'status' => array( '/api/v1/rest/families' => 422 ), 'body' => array( '/api/v1/rest/families' => array( 'message' => 'No such filter.', 'access_token' => 'abc' ) ) ) );
		$id = $this->start()['id'];
		$this->drive( $id, static fn( $frame, $n ) => 1 === $n ? Frames::step( array( Frames::get( 1, 'families' ), Frames::get( 2, 'nothing' ), Frames::get( 3, 'locales' ) ) ) : Frames::done() );
		$rows = array_values( array_filter( $this->rest( 'GET', "/logs?run={$id}" )->get_data(), static fn( $row ) => str_starts_with( $row['code'], 'http_' ) ) );
		self::assertSame( array( array( 'info', 'http_422', 'UnoPim answered HTTP 422 to families.' ) ), array_map( static fn( $row ) => array( $row['level'], $row['code'], $row['message'] ), $rows ), 'what is not there is no fault' );
		self::assertStringContainsString( 'No such filter.', $rows[0]['detail'] );
		self::assertStringContainsString( '"milliseconds":', $rows[0]['detail'] );
		self::assertStringNotContainsString( 'abc', $rows[0]['detail'] );
	}

	public function test_an_address_that_unopim_should_know_makes_it_be_probed_again(): void {
		$this->ready();
		$done                    = Frame::decode( Frames::done( 'failed' ) )->json;
		$done['result']['error'] = array( 'code' => 'not_found', 'path' => 'configurable-products', 'message' => 'x', 'hint' => 'y' );
		$probes                  = fn() => (int) $this->rest( 'GET', '/runs?kind=probe' )->get_headers()['X-WP-Total'];
		self::service( Upkeep::class )->tick();
		self::assertSame( 0, $probes() );
		$this->drive( $this->start()['id'], static fn() => Frame::encode( $done ) );
		self::service( Upkeep::class )->tick();
		self::service( Upkeep::class )->tick();
		self::assertSame( 1, $probes(), 'once' );
	}

	public function test_the_languages_that_the_engine_names_are_pulled_next_with_the_same_job(): void {
		$this->ready();
		$done                    = Frame::decode( Frames::done() )->json;
		$done['result']['value'] = array( 'watermark' => null, 'then' => array( 'fr_FR', 'de_DE' ) );
		$shown                   = fn(): array => array_map( static fn( array $run ): array => array( $run['job']['locale'], $run['job']['scope'], $run['status'] ), array_reverse( $this->rest( 'GET', '/runs?kind=pull' )->get_data() ) );
		$this->drive( $this->start()['id'], static fn() => Frame::encode( $done ) );
		self::assertSame( array( array( 'en_US', 'full', 'done' ), array( 'fr_FR', 'full', 'queued' ), array( 'de_DE', 'full', 'queued' ) ), $shown() );
	}
}
