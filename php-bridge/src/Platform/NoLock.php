<?php
declare(strict_types=1);

namespace UnoPim\Connector\Platform;

/** For what nobody else can see. */
final class NoLock implements Lock {

	public function with( string $name, float $patience, callable $work, int $hold = 60 ): mixed {
		return $work();
	}
}
