<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Platform\Lifecycle;
use UnoPim\Connector\Tests\WordPress\Support\Frames;
use UnoPim\Connector\Tests\WordPress\Support\RunTestCase;

/** A switch counts from the moment at which it is turned, for runs that are under way too. */
final class RunGateTest extends RunTestCase {

	/** @return array<string,array{callable(self):void,string}> */
	public static function switches(): array {
		return array(
			'Dry-run'          => array( static fn( self $test ) => $test->rest( 'PUT', '/settings', array( 'dry_run' => true ) ), 'dry_run' ),
			'Pull enabled'     => array( static fn( self $test ) => $test->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'default', 'pull' => false ) ) ) ), 'direction_off' ),
			'gone from UnoPim' => array( static fn() => self::service( \UnoPim\Connector\Source\Catalog::class )->replace( 'channel', array() ), 'channel_missing' ),
		);
	}

	/** @dataProvider switches @param callable(self):void $turn */
	public function test_a_run_ends_where_it_may_write_no_more( callable $turn, string $code ): void {
		$this->ready();
		$id   = $this->start()['id'];
		$item = array( 'id' => 1, 'do' => 'items.write', 'items' => array( array( 'lane' => 'parked', 'entity' => 'product', 'channel' => 'default', 'code' => 'mug', 'id' => 0, 'state' => 'parked', 'tries' => 0, 'in' => 0, 'error_code' => 'x', 'body' => null ) ), 'remove' => array() );
		$this->drive(
			$id,
			function ( $frame, $n ) use ( $turn, $item ): string {
				if ( 2 === $n ) {
					$turn( $this );
				}
				return 1 === $n ? Frames::step( array() ) : Frames::step( array( $item ) );
			}
		);
		$run = $this->row( $id );
		self::assertSame( array( 'failed', $code ), array( $run->status, $run->result['error']['code'] ) );
		self::assertSame( array(), self::items( 'parked' ) );
		self::assertContains( $code, array_column( $this->rest( 'GET', "/logs?run={$id}" )->get_data(), 'code' ) );
	}

	public function test_a_dry_run_goes_on_while_dry_run_is_on(): void {
		$this->ready();
		$this->rest( 'PUT', '/settings', array( 'dry_run' => true ) );
		$id = $this->start()['id'];
		self::assertTrue( $this->row( $id )->is_dry() );
		$this->drive( $id, static fn( $frame, $n ) => $n < 3 ? Frames::step( array() ) : Frames::done() );
		self::assertSame( 'done', $this->row( $id )->status );
	}

	public function test_deactivation_takes_a_run_from_its_host(): void {
		$this->ready();
		$id = $this->start()['id'];
		$this->drive(
			$id,
			static function ( $frame, $n ): string {
				if ( 2 === $n ) {
					Lifecycle::deactivate();
				}
				return Frames::step( array(), array( 'page' => $n ) );
			}
		);
		self::assertSame( array( 'running', '', '{"page":1}' ), array( $this->row( $id )->status, $this->row( $id )->lease_owner, $this->row( $id )->checkpoint ), 'it can go on later' );
	}

	public function test_pausing_images_takes_their_run_away_and_leaves_the_queue(): void {
		$this->ready();
		self::item( array( 'lane' => 'image', 'state' => 'waiting' ) );
		$id = $this->start( array( 'kind' => 'images' ) )['id'];
		$this->rest( 'POST', '/media/pause' );
		self::assertSame( 'cancelled', $this->row( $id )->status );
		self::assertSame( array( 'mug' => 'waiting' ), self::items( 'image' ) );
		self::assertSame( array(), $this->rest( 'GET', '/runs?active=1' )->get_data() );
		$this->rest( 'POST', '/media/resume' );
		self::assertSame( array( 'images' ), array_column( array_column( $this->rest( 'GET', '/runs?active=1' )->get_data(), 'job' ), 'kind' ) );
	}
}
