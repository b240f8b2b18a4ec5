<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Engine\Engine;
use UnoPim\Connector\Engine\EngineChooser;
use UnoPim\Connector\Engine\EngineFault;
use UnoPim\Connector\Engine\Frame;
use UnoPim\Connector\Jobs\Actions;
use UnoPim\Connector\Jobs\Lane;
use UnoPim\Connector\Logs\LogWriter;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Lock;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Run\Chunk;
use UnoPim\Connector\Run\Executor;
use UnoPim\Connector\Run\Lease;
use UnoPim\Connector\Run\Run;
use UnoPim\Connector\Run\RunRepository;
use UnoPim\Connector\Run\RunStarter;
use UnoPim\Connector\Run\StartFrame;
use UnoPim\Connector\Tests\WordPress\Support\Frames;
use UnoPim\Connector\Tests\WordPress\Support\SiteTestCase;

/** A chunk on the server drives a run; the engine here plays a script. */
final class ChunkTest extends SiteTestCase {

	/** @var array<array<string,mixed>> what the engine was told */
	private array $told = array();

	/** @var array<string> */
	private array $ended = array();

	/** @param callable(array<string,mixed>,int):string $script answers the nth frame of a process */
	private function chunk( callable $script ): Chunk {
		$engines = new class( $script, function ( array $frame ): void {
			$this->told[] = $frame;
		} ) extends EngineChooser {
			/** @param callable $script */
			public function __construct( private $script, private \Closure $tell ) {}
			public function open(): Engine {
				return new class( $this->script, $this->tell ) implements Engine {
					private int $n = 0;
					/** @param callable $script */
					public function __construct( private $script, private \Closure $tell ) {}
					public function send( string $frame ): string {
						$decoded = Frame::decode( $frame );
						( $this->tell )( $decoded->json );
						return ( $this->script )( $decoded->json, ++$this->n );
					}
					public function name(): string {
						return 'script';
					}
					public function close(): void {}
				};
			}
		};
		$ended = function ( Run $run ): void {
			$this->ended[] = $run->status;
		};
		return new Chunk( self::service( RunRepository::class ), self::service( Lease::class ), self::service( Executor::class ), self::service( StartFrame::class ), $engines, self::service( LogWriter::class ), self::service( Clock::class ), $ended );
	}

	private function run_id(): int {
		$this->connect();
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'default' ) ) ) );
		return self::service( RunStarter::class )->start( array( 'kind' => 'pull', 'channel' => 'default', 'locale' => 'en_US' ), 'cli', 1 )->run->id;
	}

	private function row( int $id ): Run {
		return self::service( RunRepository::class )->find( $id );
	}

	public function test_a_chunk_drives_a_run_to_its_end(): void {
		$id = $this->run_id();
		$this->chunk( static fn( $frame, $n ) => $n < 3 ? Frames::step( array( Frames::get( $n, 'locales' ) ), array( 'page' => $n ) ) : Frames::done() )->work( $id );
		self::assertSame( array( 'start', 'responses', 'responses' ), array_column( $this->told, 'type' ) );
		self::assertSame( 200, $this->told[2]['responses'][0]['status'] );
		self::assertSame( array( 'done', 0 ), array( $this->row( $id )->status, $this->row( $id )->attempts ) );
	}

	public function test_a_chunk_ends_in_time_and_the_next_goes_on_from_there(): void {
		$id     = $this->run_id();
		$script = static function ( array $frame, int $n ): string {
			$page = ( 'start' === $frame['type'] ? ( $frame['run']['checkpoint']->page ?? 0 ) - 1 : $GLOBALS['unit_page'] ) + 1;
			$GLOBALS['unit_page'] = max( 0, $page );
			return $GLOBALS['unit_page'] < 3 ? Frames::step( array( Frames::get( 1, 'locales' ) ), array( 'page' => $GLOBALS['unit_page'] ) ) : Frames::done();
		};
		$this->unopim->seen();
		$this->chunk( $script )->work( $id, 0.0 );
		self::assertSame( array( 'running', '', '{"page":1}' ), array( $this->row( $id )->status, $this->row( $id )->lease_owner, $this->row( $id )->checkpoint ), 'given back at the next step' );
		self::assertCount( 1, $this->unopim->seen(), 'a chunk without time carries out one step' );
		$this->chunk( $script )->work( $id );
		self::assertSame( 'done', $this->row( $id )->status );
		self::assertCount( 2, $this->unopim->seen(), 'and nothing is done twice' );
	}

	public function test_a_long_wait_ends_the_chunk(): void {
		global $wpdb;
		$id     = $this->run_id();
		$script = static fn( $frame, $n ) => 1 === $n ? Frames::step( array( array( 'id' => 1, 'do' => 'wait', 'seconds' => 60, 'reason' => 'throttled' ) ), array( 'at' => 'wait' ) ) : Frames::done();
		$this->chunk( $script )->work( $id );
		$run = $this->row( $id );
		self::assertSame( array( 'running', '', '{"at":"wait"}' ), array( $run->status, $run->lease_owner, $run->checkpoint ) );
		self::assertEqualsWithDelta( time() + 60, $run->wait_until, 2 );
		self::assertNull( self::service( RunRepository::class )->next_due() );
		self::assertEqualsWithDelta( time() + 60, self::service( RunRepository::class )->next_time(), 2 );
		$wpdb->query( 'UPDATE ' . self::service( Schema::class )->table( 'runs' ) . ' SET wait_until = ' . ( time() - 1 ) );
		self::assertSame( $id, self::service( RunRepository::class )->next_due() );
		$this->chunk( $script )->work( $id );
		self::assertSame( 'done', $this->row( $id )->status );
		self::assertSame( array( array( 'id' => 1 ) ), end( $this->told )['responses'] );
	}

	public function test_a_run_that_another_host_drives_is_left_alone(): void {
		$id = $this->run_id();
		self::service( Lease::class )->take( $id, 'browser:1:abc' );
		$this->chunk( static fn() => Frames::done() )->work( $id );
		self::assertSame( array(), $this->told );
		self::assertSame( 'browser:1:abc', $this->row( $id )->lease_owner );
	}

	public function test_a_host_that_died_is_followed_from_the_checkpoint(): void {
		global $wpdb;
		$id = $this->run_id();
		self::service( Lease::class )->take( $id, 'server:dead' );
		self::service( Lease::class )->save_step( $id, 'server:dead', '{"page":7,"map":{}}', '{}', false );
		self::assertNull( self::service( RunRepository::class )->next_due() );
		$wpdb->query( 'UPDATE ' . self::service( Schema::class )->table( 'runs' ) . ' SET lease_until = ' . ( time() - 1 ) . ', heartbeat = ' . ( time() - 400 ) );
		self::assertSame( 'stalled', $this->row( $id )->to_rest( time() )['status'] );
		self::assertSame( $id, self::service( RunRepository::class )->next_due() );
		$this->chunk( static fn() => Frames::done() )->work( $id );
		self::assertSame( '{"page":7,"map":{}}', json_encode( $this->told[0]['run']['checkpoint'] ) );
		self::assertSame( 'done', $this->row( $id )->status );
	}

	public function test_a_dying_engine_is_tried_again_later_and_at_last_given_up(): void {
		global $wpdb;
		$id    = $this->run_id();
		$waits = array();
		for ( $try = 1; $try <= 5; $try++ ) {
			$this->chunk( static fn() => throw EngineFault::died( 'script', 'out of memory' ) )->work( $id );
			$run = $this->row( $id );
			self::assertSame( array( 'running', $try, '' ), array( $run->status, $run->attempts, $run->lease_owner ) );
			$waits[] = $run->wait_until - time();
			$wpdb->query( 'UPDATE ' . self::service( Schema::class )->table( 'runs' ) . ' SET wait_until = 0' );
		}
		self::assertGreaterThan( $waits[0], $waits[4], 'each pause is longer' );
		$this->chunk( static fn() => Frames::done() )->work( $id );
		$run = $this->row( $id );
		self::assertSame( array( 'failed', 'worn_out', array( 'failed' ) ), array( $run->status, $run->result['error']['code'], $this->ended ) );
		self::assertNull( self::service( RunRepository::class )->next_time() );
		self::assertSame( 'worn_out', $this->rest( 'GET', "/logs?run={$id}" )->get_data()[0]['code'] );
	}

	public function test_a_step_that_was_carried_out_makes_the_count_begin_again(): void {
		global $wpdb;
		$id = $this->run_id();
		for ( $i = 0; $i < 12; $i++ ) {
			$this->chunk( static fn( $frame, $n ) => 1 === $n ? Frames::step( array() ) : throw EngineFault::died( 'script', 'x' ) )->work( $id );
			$wpdb->query( 'UPDATE ' . self::service( Schema::class )->table( 'runs' ) . ' SET wait_until = 0' );
		}
		self::assertSame( 'running', $this->row( $id )->status );
	}

	public function test_an_engine_that_refuses_the_run_ends_it_with_its_reason(): void {
		$id = $this->run_id();
		$this->chunk( static fn() => Frame::encode( array( 'type' => 'error', 'error' => array( 'code' => 'bad_run', 'path' => 'run.mapping', 'message' => 'It cannot be read.', 'hint' => 'Save it again.' ) ) ) )->work( $id );
		self::assertSame( array( 'code' => 'bad_run', 'path' => 'run.mapping', 'message' => 'It cannot be read.', 'hint' => 'Save it again.' ), $this->row( $id )->result['error'] );
		self::assertSame( 'failed', $this->row( $id )->status );
	}

	public function test_a_stop_ends_the_chunk_after_the_present_step(): void {
		$id = $this->run_id();
		$this->chunk(
			function ( $frame, $n ) use ( $id ) {
				if ( 2 === $n ) {
					$this->rest( 'POST', "/runs/{$id}/stop" );
				}
				return Frames::step( array(), array( 'page' => $n ) );
			}
		)->work( $id );
		self::assertSame( array( 'stopped', '{"page":1}' ), array( $this->row( $id )->status, $this->row( $id )->checkpoint ) );
		self::assertSame( array(), $this->rest( 'GET', "/logs?run={$id}&level=error" )->get_data() );
	}

	public function test_the_lane_never_has_more_than_one_action_pending(): void {
		$actions = new class() extends Actions {
			/** @var array<array{int,array<mixed>}> */
			public array $pending = array();
			public function are_available(): bool {
				return true;
			}
			public function pending_at( string $hook ): ?int {
				return $this->pending[0][0] ?? null;
			}
			public function once( int $time, string $hook, array $args ): void {
				$this->pending[] = array( $time, $args );
			}
			public function cancel( string $hook ): void {
				$this->pending = array();
			}
		};
		$lane = new Lane( self::service( RunRepository::class ), $this->chunk( static fn() => Frames::done() ), $actions, self::service( Lock::class ), self::service( Clock::class ), self::service( Schema::class ) );
		$lane->schedule();
		self::assertSame( array(), $actions->pending, 'without a run there is no work' );

		$first = $this->run_id();
		self::service( RunRepository::class )->set_wait( $first, time() + 100 );
		$lane->schedule();
		$lane->schedule();
		self::assertCount( 1, $actions->pending );
		self::assertSame( array( $first ), $actions->pending[0][1] );
		self::assertEqualsWithDelta( time() + 100, $actions->pending[0][0], 2 );

		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'web' ) ) ) );
		$second = self::service( RunStarter::class )->start( array( 'kind' => 'pull', 'channel' => 'web', 'locale' => 'en_US' ), 'cli', 1 )->run->id;
		$lane->schedule();
		self::assertSame( array( array( $second ) ), array_column( $actions->pending, 1 ), 'an earlier run takes the place of the later' );
		self::assertEqualsWithDelta( time(), $actions->pending[0][0], 2 );

		$actions->pending = array();
		$lane->work( $second );
		self::assertSame( 'done', $this->row( $second )->status );
		self::assertSame( array( array( $first ) ), array_column( $actions->pending, 1 ) );
	}
}
