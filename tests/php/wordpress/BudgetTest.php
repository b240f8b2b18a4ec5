<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Engine\Frame;
use UnoPim\Connector\Platform\Clock;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Run\Budget;
use UnoPim\Connector\Tests\WordPress\Support\Frames;
use UnoPim\Connector\Tests\WordPress\Support\RunTestCase;

/** All runs of a connection share what a minute allows. */
final class BudgetTest extends RunTestCase {

	private static function of_time( int $now ): Budget {
		$clock = new class( $now ) extends Clock {
			public function __construct( public int $now ) {}
			public function now(): int {
				return $this->now;
			}
		};
		return new Budget( $GLOBALS['wpdb'], self::service( Schema::class ), $clock );
	}

	public function test_a_minute_has_so_many_and_no_more(): void {
		$minute = 60 * 29000000;
		self::assertSame( array( 0, 0, 45, 0, 45 ), array( self::of_time( $minute )->take( 'requests', 4, 10 ), self::of_time( $minute + 10 )->take( 'requests', 4, 10 ), self::of_time( $minute + 15 )->take( 'requests', 4, 10 ), self::of_time( $minute + 15 )->take( 'requests', 2, 10 ), self::of_time( $minute + 15 )->take( 'requests', 1, 10 ) ) );
		self::assertSame( array( 'used' => 10, 'most' => 10 ), self::of_time( $minute + 59 )->used( 'requests' ) );
		self::assertSame( 0, self::of_time( $minute + 15 )->take( 'images', 8, 10 ), 'files have a budget of their own' );
		self::assertSame( 0, self::of_time( $minute + 60 )->take( 'requests', 4, 10 ), 'the next minute' );
		self::assertSame( array( 0, 0, 0 ), array( self::of_time( $minute + 60 )->take( 'requests', 99, 0 ), self::of_time( $minute + 60 )->take( 'requests', 0, 10 ), self::of_time( $minute + 120 )->take( 'requests', 12, 10 ) ), 'no limit; nothing wanted; more than a minute has, in a fresh one' );
		self::of_time( $minute + 600 )->trim();
		self::assertSame( array( 'used' => 0, 'most' => null ), self::of_time( $minute )->used( 'requests' ) );
	}

	/** @param array<array<string,mixed>> $requests */
	private static function step( array $requests, int $most ): string {
		$frame                           = Frame::decode( Frames::step( $requests ) )->json;
		$frame['report']['pace']         = array( 'requests' => $most, 'images' => 60 );
		return Frame::encode( $frame );
	}

	public function test_two_runs_share_the_minute(): void {
		$this->ready();
		while ( (int) gmdate( 's' ) > 50 ) {
			usleep( 500_000 ); // Not over the edge of a minute.
		}
		$first  = $this->start( array( 'channel' => 'default' ) )['id'];
		$second = $this->start( array( 'channel' => 'web' ) )['id'];
		$gets   = static fn( int $count ) => array_map( static fn( $id ) => Frames::get( $id, 'locales' ), range( 1, $count ) );
		$this->unopim->seen();
		$this->drive( $first, static fn( $frame, $n ) => 1 === $n ? self::step( $gets( 3 ), 5 ) : Frames::done() );
		self::assertSame( 'done', $this->row( $first )->status );
		$this->drive( $second, static fn() => self::step( $gets( 3 ), 5 ) );
		self::assertSame( array( 'running', '' ), array( $this->row( $second )->status, $this->row( $second )->lease_owner ), 'handed on' );
		self::assertEqualsWithDelta( ( intdiv( time(), 60 ) + 1 ) * 60, $this->row( $second )->wait_until, 1 );
		self::assertCount( 3, $this->unopim->seen(), 'nothing of the step went out' );
		self::assertSame( array( 'used' => 3, 'most' => 5 ), $this->rest( 'GET', "/runs/{$second}" )->get_data()['budget'] );
		global $wpdb;
		$wpdb->query( 'DELETE FROM ' . self::service( Schema::class )->table( 'items' ) ); // The next minute.
		$this->drive( $second, static fn( $frame, $n ) => 1 === $n ? self::step( $gets( 3 ), 5 ) : Frames::done() );
		self::assertSame( array( 'done', 0 ), array( $this->row( $second )->status, $this->row( $second )->wait_until ) );
	}
}
