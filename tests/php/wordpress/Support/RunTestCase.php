<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress\Support;

use UnoPim\Connector\Logs\LogWriter;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Run\Chunk;
use UnoPim\Connector\Run\Executor;
use UnoPim\Connector\Run\Lease;
use UnoPim\Connector\Run\Run;
use UnoPim\Connector\Run\RunEnd;
use UnoPim\Connector\Run\RunRepository;
use UnoPim\Connector\Run\StartFrame;

/** A test that starts runs and lets a scripted engine drive them. */
abstract class RunTestCase extends SiteTestCase {

	/** Connects, and saves channels in this order. @param array<string,array<string,mixed>> $channels settings by code */
	protected function ready( array $channels = array( 'default' => array(), 'web' => array() ) ): void {
		$this->connect();
		$answer = $this->rest( 'PUT', '/channels', array( 'channels' => array_map( static fn( $code, $row ) => array( 'code' => $code ) + $row, array_keys( $channels ), $channels ) ) );
		self::assertSame( 200, $answer->get_status(), (string) wp_json_encode( $answer->get_data() ) );
	}

	/** @param array<string,mixed> $job @return array<string,mixed> the run */
	protected function start( array $job = array(), int $status = 201 ): array {
		$answer = $this->rest( 'POST', '/runs', array( 'host' => 'server', 'job' => $job + array( 'kind' => 'pull', 'channel' => 'default' ) ) );
		self::assertSame( $status, $answer->get_status(), (string) wp_json_encode( $answer->get_data() ) );
		return $answer->get_data();
	}

	/** @param callable(array<string,mixed>,int):string $script @return ScriptedEngine what the engine was told */
	protected function drive( int $id, callable $script ): ScriptedEngine {
		$engine = new ScriptedEngine( $script );
		( new Chunk( self::service( RunRepository::class ), self::service( Lease::class ), self::service( Executor::class ), self::service( StartFrame::class ), $engine, self::service( LogWriter::class ), self::service( Clock::class ), array( self::service( RunEnd::class ), 'tell' ) ) )->work( $id );
		return $engine;
	}

	/** Ends a run at once. */
	protected function end( int $id, string $status = 'done', mixed $value = null ): ScriptedEngine {
		return $this->drive( $id, static fn() => Frames::done( $status, $value ) );
	}

	protected function row( int $id ): Run {
		return self::service( RunRepository::class )->find( $id );
	}

	/** A plan with operations, as a dry run leaves it. @param array<array<string,mixed>> $operations */
	protected function plan( array $operations, string $channel = 'default' ): int {
		$id = $this->start( array( 'dry' => true, 'channel' => $channel ) )['id'];
		foreach ( $operations as $n => $operation ) {
			self::insert( 'operations', $operation + array( 'run_id' => $id, 'n' => $n + 1, 'entity' => 'product', 'item_key' => "sku-{$n}", 'channel' => $channel, 'action' => 'update', 'outcome' => 'planned', 'fields' => '[]', 'created_at' => gmdate( 'Y-m-d H:i:s' ) ) );
		}
		$this->end( $id );
		return $id;
	}

	/** @param array<string,mixed> $row @return int its number */
	protected static function insert( string $table, array $row ): int {
		global $wpdb;
		self::assertSame( 1, $wpdb->insert( self::service( Schema::class )->table( $table ), $row ), $wpdb->last_error );
		return (int) $wpdb->insert_id;
	}

	/** @param array<string,mixed> $values */
	protected static function change( string $table, int $id, array $values ): void {
		global $wpdb;
		$wpdb->update( self::service( Schema::class )->table( $table ), $values, array( 'id' => $id ) );
	}

	/** @param array<string,mixed> $row an item that waits @return int its number */
	protected static function item( array $row ): int {
		return self::insert( 'items', $row + array( 'lane' => 'parked', 'entity' => 'product', 'channel' => 'default', 'item_key' => 'mug', 'state' => 'parked', 'created_at' => gmdate( 'Y-m-d H:i:s' ) ) );
	}

	/** @return array<string,string> state by code */
	protected static function items( string $lane ): array {
		global $wpdb;
		return array_column( $wpdb->get_results( $wpdb->prepare( 'SELECT item_key, state FROM ' . self::service( Schema::class )->table( 'items' ) . ' WHERE lane = %s ORDER BY id', $lane ), ARRAY_A ), 'state', 'item_key' );
	}

	protected function refused( \WP_REST_Response $answer, string $code, int $status = 409, ?string $path = 'job' ): void {
		self::assertSame( array( $status, $code, $path ), array( $answer->get_status(), $answer->get_data()['code'] ?? null, $answer->get_data()['path'] ?? null ), (string) wp_json_encode( $answer->get_data() ) );
		self::assertNotEmpty( $answer->get_data()['next_step'] );
	}
}
