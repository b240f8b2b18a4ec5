<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

/** One holder at a time, over all processes and machines of the site. */
interface Lock {

	/**
	 * Runs `$work` while holding the lock; waits for it at most `$patience` seconds. A holder that dies keeps the others out for `$hold`
	 * seconds: longer than the work takes, and shorter than the patience where nobody shall be turned away for it.
	 *
	 * @template T
	 * @param callable():T $work
	 * @return T
	 * @throws LockTimeout when the lock was not to be had.
	 */
	public function with( string $name, float $patience, callable $work, int $hold = 60 ): mixed;
}
