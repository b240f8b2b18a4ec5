<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/** Whether it is the connector that writes to the shop at present: what it writes itself is no edit that anybody would want sent. */
final class OwnWrites {

	private static int $depth = 0;

	/**
	 * @template T
	 * @param callable(): T $work
	 * @return T
	 */
	public static function during( callable $work ): mixed {
		++self::$depth;
		try {
			return $work();
		} finally {
			--self::$depth;
		}
	}

	public static function are_going_on(): bool {
		return self::$depth > 0;
	}
}
