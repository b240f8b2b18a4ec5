<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Engine\Frame;
use UnoPim\Connector\Jobs\Watchdog;
use UnoPim\Connector\Run\RunRepository;
use UnoPim\Connector\Tests\WordPress\Support\Frames;
use UnoPim\Connector\Tests\WordPress\Support\RunTestCase;

/** Stop, resume, cancel, answer, undo. */
final class RunControlTest extends RunTestCase {

	private const QUESTION = array( 'id' => 1, 'do' => 'ask', 'question' => 'delete:product', 'entity' => 'product', 'count' => 51, 'linked' => 100, 'keys' => array( 'mug', 'tee' ) );

	public function test_a_run_that_asks_waits_and_goes_on_with_the_answer(): void {
		$this->ready();
		$id     = $this->start()['id'];
		$engine = $this->drive( $id, static fn() => Frames::step( array( self::QUESTION ), array( 'at' => 'guard' ) ) );
		self::assertSame( array( 'start' ), array_column( $engine->told, 'type' ), 'it is not answered' );
		$view = $this->rest( 'GET', "/runs/{$id}" )->get_data();
		self::assertSame( array( 'waiting', 'delete:product', 51, 100, array( 'mug', 'tee' ) ), array( $view['status'], $view['question']['question'], $view['question']['count'], $view['question']['linked'], $view['question']['keys'] ) );
		self::assertSame( 'waiting_for_answer', $this->rest( 'GET', "/logs?run={$id}" )->get_data()[0]['code'] );
		self::assertNull( self::service( RunRepository::class )->next_due() );

		$this->refused( $this->rest( 'POST', "/runs/{$id}/resume" ), 'waiting_for_answer' );
		$this->refused( $this->rest( 'POST', "/runs/{$id}/stop" ), 'waiting_for_answer' );
		$this->refused( $this->rest( 'POST', "/runs/{$id}/answer", array( 'answer' => 'perhaps' ) ), 'bad_answer', 422, 'answer' );
		$answered = $this->rest( 'POST', "/runs/{$id}/answer", array( 'answer' => 'keep' ) )->get_data();
		self::assertSame( array( 'queued', null ), array( $answered['status'], $answered['question'] ) );
		$this->refused( $this->rest( 'POST', "/runs/{$id}/answer", array( 'answer' => 'delete' ) ), 'no_question' );

		$engine = $this->end( $id );
		self::assertSame( array( '{"at":"guard"}', '{"delete:product":"keep"}' ), array( json_encode( $engine->told[0]['run']['checkpoint'] ), json_encode( $engine->told[0]['run']['answers'] ) ) );
		self::assertSame( 'done', $this->row( $id )->status );
	}

	public function test_a_page_that_drives_lets_go_when_the_run_asks(): void {
		$this->ready();
		$run    = $this->rest( 'POST', '/runs', array( 'job' => array( 'kind' => 'pull', 'channel' => 'default' ) ) )->get_data();
		$this->rest( 'POST', "/runs/{$run['id']}/step", '', array( 'X-Unopim-Lease' => $run['lease'] ) );
		$answer = $this->rest( 'POST', "/runs/{$run['id']}/step", Frames::step( array( self::QUESTION ) ), array( 'X-Unopim-Lease' => $run['lease'] ) );
		$this->refused( $answer, 'waiting_for_answer' );
		self::assertSame( array( 'waiting', '' ), array( $this->row( $run['id'] )->status, $this->row( $run['id'] )->lease_owner ) );
	}

	public function test_a_waiting_run_can_be_cancelled_and_the_next_one_starts(): void {
		$this->ready();
		$first  = $this->start()['id'];
		$second = $this->start( array( 'scope' => 'changes' ) );
		self::assertSame( $first, $second['waits_for'] );
		$this->drive( $second['id'], static fn() => Frames::done() );
		self::assertSame( 'queued', $this->row( $second['id'] )->status, 'no host takes it before its time' );
		$this->drive( $first, static fn() => Frames::step( array( self::QUESTION ) ) );
		self::assertSame( 'cancelled', $this->rest( 'POST', "/runs/{$first}/cancel" )->get_data()['status'] );
		self::assertSame( array( null, null ), array( $this->row( $first )->checkpoint, $this->row( $first )->question ) );
		$this->end( $second['id'] );
		self::assertSame( 'done', $this->row( $second['id'] )->status );
	}

	public function test_a_page_cannot_drive_a_run_before_its_time(): void {
		$this->ready();
		$this->start();
		$second = $this->rest( 'POST', '/runs', array( 'job' => array( 'kind' => 'pull', 'channel' => 'default', 'scope' => 'changes' ) ) )->get_data();
		self::assertSame( '', $second['lease'], 'whoever asked drives it only when it can start' );
		$this->refused( $this->rest( 'POST', "/runs/{$second['id']}/step", Frame::encode( array( 'type' => 'hello' ) ), array( 'X-Unopim-Lease' => 'abcdefgh' ) ), 'run_waits' );
	}

	public function test_a_stopped_run_goes_on_and_an_ended_one_does_not(): void {
		$this->ready();
		$id = $this->start()['id'];
		self::assertSame( 'stopped', $this->rest( 'POST', "/runs/{$id}/stop" )->get_data()['status'] );
		self::assertSame( 'stopped', $this->rest( 'POST', "/runs/{$id}/stop" )->get_data()['status'], 'twice is as good as once' );
		self::assertSame( 'queued', $this->rest( 'POST', "/runs/{$id}/resume" )->get_data()['status'] );
		$this->end( $id );
		foreach ( array( 'stop', 'resume', 'cancel' ) as $what ) {
			$this->refused( $this->rest( 'POST', "/runs/{$id}/{$what}" ), 'run_over', 409, null );
		}
	}

	public function test_the_watchdog_says_once_that_a_run_has_stalled(): void {
		$this->ready();
		$id = $this->start()['id'];
		self::change( 'runs', $id, array( 'status' => 'running', 'heartbeat' => time() - 301, 'lease_until' => time() - 240 ) );
		self::assertSame( 'stalled', $this->rest( 'GET', "/runs/{$id}" )->get_data()['status'] );
		$told = array();
		add_action( 'unopim_connector_run_stalled', $hear = static function ( $run ) use ( &$told ): void {
			$told[] = $run['status'];
		} );
		self::service( Watchdog::class )->look();
		self::service( Watchdog::class )->look();
		remove_action( 'unopim_connector_run_stalled', $hear );
		self::assertSame( array( 'stalled' ), $told );
		self::assertCount( 1, $this->rest( 'GET', "/logs?run={$id}&op=upkeep" )->get_data() );
		self::assertSame( $id, self::service( RunRepository::class )->next_due() );
		self::change( 'runs', $id, array( 'heartbeat' => time() - 301 ) );
		self::assertSame( 'running', $this->rest( 'POST', "/runs/{$id}/resume" )->get_data()['status'], 'a stalled run can be resumed by hand too' );
	}

	public function test_what_a_run_wrote_can_be_taken_back_once(): void {
		$this->ready();
		$id = $this->start()['id'];
		$this->refused( $this->rest( 'POST', "/runs/{$id}/undo" ), 'run_not_over' );
		self::insert( 'operations', array( 'run_id' => $id, 'n' => 1, 'entity' => 'product', 'item_key' => 'mug', 'action' => 'update', 'outcome' => 'done', 'fields' => '[]', 'created_at' => '2026-01-01 00:00:00' ) );
		$this->end( $id );
		// Everything may be off: what is taken back comes from the shop.
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'default', 'pull' => false ) ) ) );
		$undo = $this->rest( 'POST', "/runs/{$id}/undo" );
		self::assertSame( array( 201, 'undo', $id, 'default' ), array( $undo->get_status(), $undo->get_data()['job']['kind'], $undo->get_data()['job']['run'], $undo->get_data()['job']['channel'] ) );
		self::assertTrue( $this->rest( 'POST', "/runs/{$id}/undo" )->get_data()['joined'] );
		$told = array();
		add_action( 'unopim_connector_undone', $hear = static function ( $run ) use ( &$told ): void {
			$told[] = $run['job']['run'];
		} );
		$this->end( $undo->get_data()['id'] );
		remove_action( 'unopim_connector_undone', $hear );
		self::assertSame( array( $id ), $told );
		$this->refused( $this->rest( 'POST', "/runs/{$id}/undo" ), 'already_undone' );
	}

	public function test_without_history_nothing_is_taken_back(): void {
		$this->ready();
		$id = $this->start()['id'];
		$this->end( $id );
		$this->refused( $this->rest( 'POST', "/runs/{$id}/undo" ), 'history_trimmed' );
		$dry = $this->plan( array( array() ) );
		$this->refused( $this->rest( 'POST', "/runs/{$dry}/undo" ), 'nothing_to_undo' );
		self::assertSame( 404, $this->rest( 'POST', '/runs/999999/undo' )->get_status() );
		$this->rest( 'PUT', '/settings', array( 'dry_run' => true ) );
		$this->refused( $this->rest( 'POST', "/runs/{$id}/undo" ), 'dry_run' );
	}

	public function test_a_run_leaves_one_summary_and_tells_others(): void {
		$this->ready();
		$told = array();
		$hear = static function ( ...$args ) use ( &$told ): void {
			$told[ current_action() ] = $args;
		};
		foreach ( array( 'run_started', 'run_finished', 'item_created', 'item_parked' ) as $name ) {
			add_action( "unopim_connector_{$name}", $hear, 10, 4 );
		}
		$id = $this->start( array( 'scope' => 'full' ) )['id'];
		$this->drive(
			$id,
			static fn( $frame, $n ) => 1 === $n
				? Frames::step( array( array( 'id' => 1, 'do' => 'items.write', 'items' => array( array( 'lane' => 'parked', 'entity' => 'product', 'channel' => 'default', 'code' => 'mug', 'id' => 0, 'state' => 'parked', 'tries' => 0, 'in' => 0, 'error_code' => 'sku_taken', 'body' => array( 'code' => 'sku_taken' ) ) ), 'remove' => array() ) ) )
				: Frames::done( 'done_with_errors' )
		);
		foreach ( array( 'run_started', 'run_finished', 'item_created', 'item_parked' ) as $name ) {
			remove_action( "unopim_connector_{$name}", $hear );
		}
		self::assertSame( array( $id, 'done_with_errors' ), array( $told['unopim_connector_run_started'][0]['id'], $told['unopim_connector_run_finished'][0]['status'] ) );
		self::assertSame( array( 'product', 'mug', 'sku_taken' ), $told['unopim_connector_item_parked'] );
		$rows = $this->rest( 'GET', "/logs?run={$id}" )->get_data();
		self::assertSame( array( array( 'warn', 'pull', 'run_done_with_errors' ) ), array_map( static fn( $row ) => array( $row['level'], $row['op'], $row['code'] ), $rows ) );
		self::assertStringContainsString( 'updated 2', $rows[0]['message'] );
	}
}
