<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Support;

use UnoPim\Connector\Platform\Lock;

/** Lets everybody in; before that something may happen, as if another process had held it. */
final class CountingLock implements Lock {

	public int $taken = 0;

	public ?\Closure $meanwhile = null;

	public function with( string $name, float $patience, callable $work, int $hold = 60 ): mixed {
		++$this->taken;
		if ( $this->meanwhile ) {
			( $this->meanwhile )();
			$this->meanwhile = null;
		}
		return $work();
	}
}
