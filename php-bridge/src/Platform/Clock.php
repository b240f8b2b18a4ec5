<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

/** The time, so that a test can set it. */
class Clock {

	/** Unix seconds. */
	public function now(): int {
		return time();
	}

	/** Seconds of a clock that is never set back; for durations only. */
	public function ticks(): float {
		return hrtime( true ) / 1e9;
	}

	public function sleep( float $seconds ): void {
		if ( $seconds > 0 ) {
			usleep( (int) ( $seconds * 1_000_000 ) );
		}
	}

	/** To the microsecond, as frames carry it: what happened within one second has an order. */
	public function moment(): string {
		return $this->utc( 'Y-m-d\TH:i:s' ) . sprintf( '.%06dZ', fmod( microtime( true ), 1 ) * 1_000_000 );
	}

	/** As the tables want it. */
	public function utc( string $format = 'Y-m-d H:i:s' ): string {
		return gmdate( $format, $this->now() );
	}
}
