<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

/** One holder at a time, over all processes and machines of the site. */
interface Lock {

	/**
	 * Runs `$work` while holding the lock; waits for it at most `$patience` seconds.
	 *
	 * @template T
	 * @param callable():T $work
	 * @return T
	 * @throws LockTimeout when the lock was not to be had.
	 */
	public function with( string $name, float $patience, callable $work ): mixed;
}
