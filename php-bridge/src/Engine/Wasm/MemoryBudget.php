<?php
/**
 * How much memory a translated module may have, so that it learns of the end by itself instead of PHP being stopped.
 *
 * @package UnoPim\Connector
 */

declare(strict_types=1);

namespace UnoPim\Connector\Engine\Wasm;

final class MemoryBudget {

	/** Without a limit in PHP: 64 MiB of module memory. */
	private const UNLIMITED = 1024;

	/** Enough for any module to start. */
	private const LEAST = 32;

	private const WORDS_PER_PAGE = 16384;

	/** Pages of 64 KiB. */
	public static function pages(): int {
		$limit = self::bytes( (string) ini_get( 'memory_limit' ) );
		if ( $limit < 0 ) {
			return self::UNLIMITED;
		}
		// A word is one element of an array. PHP doubles an array that is full; what was in it is held as bytes meanwhile.
		$per_page = self::WORDS_PER_PAGE * ( PHP_VERSION_ID < 80200 ? 32 : 16 );
		$free     = $limit - memory_get_usage( true );
		$pages    = self::LEAST;
		while ( $pages < self::UNLIMITED && $pages * 2 * $per_page * 1.25 <= $free ) {
			$pages *= 2;
		}
		return $pages;
	}

	/** PHP's shorthand, such as 128M. */
	private static function bytes( string $value ): int {
		$units = array(
			'g' => 1 << 30,
			'm' => 1 << 20,
			'k' => 1 << 10,
		);
		return (int) $value * ( $units[ strtolower( substr( $value, -1 ) ) ] ?? 1 );
	}
}
