<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Engine\EngineChooser;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Run\Chunk;
use UnoPim\Connector\Run\Probe;
use UnoPim\Connector\Source\Client;
use UnoPim\Connector\Source\Connection;
use UnoPim\Connector\Source\ConnectionState;
use UnoPim\Connector\Tests\WordPress\Support\SiteTestCase;

/** The engine that was built, in both of its hosts. Skipped where nothing was built. */
final class RealEngineTest extends SiteTestCase {

	/** @return array<array{string}> */
	public static function engines(): array {
		return array( array( 'runner' ), array( 'php' ) );
	}

	private function prefer( string $name ): EngineChooser {
		add_filter( 'unopim_connector_engine', $filter = static fn() => $name );
		$engines = self::service( EngineChooser::class );
		$status  = $engines->status();
		if ( $status['name'] !== $name ) {
			remove_filter( 'unopim_connector_engine', $filter );
			self::markTestSkipped( "The engine {$name} was not built: " . implode( ' ', $status['passed_over'] ) );
		}
		return $engines;
	}

	protected function tearDown(): void {
		remove_all_filters( 'unopim_connector_engine' );
		parent::tearDown();
	}

	/** @dataProvider engines */
	public function test_a_probe_finds_out_what_this_unopim_can_do( string $name ): void {
		$this->connect();
		$engines = $this->prefer( $name );
		$found   = ( new Probe( $engines, new Clock() ) )->run( self::service( Client::class ) );
		self::assertIsObject( $found );
		self::assertSame( array( false, 'configurable-products', true, array() ), array( $found->cursor, $found->configurable_path, $found->status, $found->denied ) );
		self::assertGreaterThan( 8, count( $this->unopim->seen() ) );
	}

	/** @dataProvider engines */
	public function test_the_catalogue_is_refreshed_and_nothing_else( string $name ): void {
		$this->prefer( $name );
		$this->connect();
		$path = '/api/v1/rest/attributes';
		$this->unopim->behave( array( 'status' => array( $path => 200 ), 'body' => array( $path => array( 'data' => array( array( 'code' => 'color', 'type' => 'select', 'labels' => array( 'en_US' => 'Color' ), 'value_per_locale' => 0, 'value_per_channel' => 0 ) ), 'current_page' => 1, 'last_page' => 1, 'total' => 1, 'links' => array() ) ) ) );
		$this->rest( 'PUT', '/settings', array( 'dry_run' => true ) );
		$started = $this->rest( 'POST', '/catalog/refresh', array( 'channel' => 'default', 'host' => 'server' ) );
		self::assertSame( 201, $started->get_status(), (string) wp_json_encode( $started->get_data() ) );
		$run = $started->get_data()['id'];
		for ( $chunk = 0; $chunk < 9 && 'done' !== $this->rest( 'GET', "/runs/{$run}" )->get_data()['status']; $chunk++ ) {
			self::service( Chunk::class )->work( $run );
		}
		$view = $this->rest( 'GET', "/runs/{$run}" )->get_data();
		self::assertSame( array( 'done', null ), array( $view['status'], $view['error'] ), (string) wp_json_encode( $this->rest( 'GET', "/logs?run={$run}" )->get_data() ) );
		self::assertSame( array( 'color' ), array_column( $this->rest( 'GET', '/catalog/attributes?search=col' )->get_data(), 'code' ) );
	}

	/** @dataProvider engines */
	public function test_what_the_integration_may_not_read_is_listed_and_the_connection_saved( string $name ): void {
		$this->prefer( $name );
		$this->unopim()->behave( array( 'status' => array( '/api/v1/rest/families' => 403, '/api/v1/rest/categories' => 403 ) ) );
		$this->connect();
		self::assertSame( array( 'api.catalog.categories', 'api.catalog.families' ), $this->rest( 'GET', '/connection' )->get_data()['denied'] );
	}

	/** @dataProvider engines */
	public function test_an_old_unopim_is_refused_and_nothing_saved( string $name ): void {
		$this->prefer( $name );
		$this->unopim()->behave( array( 'status' => array( '/api/v1/rest/products' => 200 ), 'body' => array( '/api/v1/rest/products' => array( 'data' => array( array( 'sku' => 'mug', 'values' => array() ) ), 'current_page' => 1, 'last_page' => 1, 'total' => 1, 'links' => array() ) ) ) );
		$answer = $this->rest( 'POST', '/connection/test', array( 'url' => $this->unopim->url ) + \UnoPim\Connector\Tests\WordPress\Support\FakeUnoPim::CREDENTIALS );
		self::assertSame( array( 422, 'unopim_too_old', 'url' ), array( $answer->get_status(), $answer->get_data()['code'], $answer->get_data()['path'] ) );
		self::assertFalse( self::service( Connection::class )->has( 'url' ) );
		self::assertNull( self::service( ConnectionState::class )->capabilities() );
	}
}
