<?php
declare(strict_types=1);

namespace UnoPim\Connector\Engine;

use UnoPim\Connector\Engine\Wasm\WasiHost;

/** The same module, translated ahead of time to PHP, for servers that start no processes. */
final class PhpEngine implements Engine {

	public const NAME = 'php';

	/** How many items it plans at a time: its memory takes four times its size of PHP's, and each doubling many megabytes. */
	public const BATCH = 8;

	/** The class that the build's translator makes. */
	private const MODULE = 'UnoPim\\Connector\\Engine\\Build\\Module';

	private ?WasiHost $host = null;

	public function __construct( private string $file ) {}

	public function name(): string {
		return self::NAME;
	}

	public function send( string $frame ): string {
		try {
			$this->host ??= $this->start();
			return $this->host->send( $frame );
		} catch ( EngineFault $fault ) {
			throw $fault;
		} catch ( \Throwable $fault ) {
			$this->host = null;
			throw EngineFault::died( $this->name(), $fault->getMessage() );
		}
	}

	public function close(): void {
		$this->host = null;
	}

	private function start(): WasiHost {
		require_once $this->file;
		return new WasiHost( self::MODULE );
	}
}
