<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Support;

use UnoPim\Connector\Platform\Clock;

/** A clock that stands until it is moved, and that sleeping moves. */
final class FakeClock extends Clock {

	public float $slept = 0;

	public function __construct( public int $time = 1_700_000_000 ) {}

	public function now(): int {
		return $this->time;
	}

	public function ticks(): float {
		return (float) $this->time;
	}

	public function sleep( float $seconds ): void {
		$this->slept += $seconds;
		$this->time  += (int) ceil( $seconds );
	}
}
