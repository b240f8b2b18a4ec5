<?php
declare(strict_types=1);

namespace UnoPim\Connector\Health;

/** Whether PHP may use as much memory as a run takes, WordPress included. How much that is was measured (docs/performance.md). */
final class Memory {

	/** Where the engine is a process of its own, or its compiled functions lie in the cache that all requests share. */
	private const NEEDED = 128 * 1024 * 1024;

	/** Where each request compiles the PHP build for itself. */
	private const NEEDED_UNCACHED = 192 * 1024 * 1024;

	/**
	 * @param string|null $engine the engine of this server
	 * @return array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed}
	 */
	public static function check( ?string $engine ): array {
		return self::of( wp_convert_hr_to_bytes( (string) ini_get( 'memory_limit' ) ), 'php' === $engine && ! self::caches_code() );
	}

	/**
	 * @param int  $limit    bytes; 0 and less: any number
	 * @param bool $compiles whether each request compiles the engine
	 * @return array{id:string,label:string,state:string,value:string,next_step:string|null,detail:mixed}
	 */
	public static function of( int $limit, bool $compiles ): array {
		$needed = $compiles ? self::NEEDED_UNCACHED : self::NEEDED;
		$small  = $limit > 0 && $limit < $needed;
		return Check::of(
			'memory',
			__( 'Memory', 'unopim-connector' ),
			match ( true ) { ! $small => 'good', $compiles => 'critical', default => 'recommended' },
			/* translators: 1: size, 2: size */
			sprintf( __( 'PHP may use %1$s; this page needed %2$s.', 'unopim-connector' ), $limit > 0 ? size_format( $limit ) : __( 'any amount', 'unopim-connector' ), size_format( memory_get_peak_usage( true ) ) )
				/* translators: %s: size */
				. ( $compiles ? ' ' . sprintf( __( 'A run needs up to %s: the engine is the PHP build, and without an opcode cache every request compiles it.', 'unopim-connector' ), size_format( $needed ) ) : '' ),
			match ( true ) {
				! $small  => null,
				/* translators: %s: size */
				$compiles => sprintf( __( 'Switch PHP’s opcode cache on (opcache.enable=1 in php.ini), or raise memory_limit to %s, or allow proc_open, so that the native runner works.', 'unopim-connector' ), size_format( $needed ) ),
				/* translators: %s: size */
				default   => sprintf( __( 'Raise memory_limit to %s or more; WordPress itself needs a good part of it.', 'unopim-connector' ), size_format( $needed ) ),
			},
			array( 'limit' => $limit, 'needed' => $needed, 'opcode_cache' => self::caches_code() )
		);
	}

	private static function caches_code(): bool {
		return extension_loaded( 'Zend OPcache' ) && (bool) ini_get( 'cli' === PHP_SAPI ? 'opcache.enable_cli' : 'opcache.enable' );
	}
}
