<?php
declare(strict_types=1);

namespace UnoPim\Connector\Engine;

/** A running engine: bytes in, bytes out, one frame each way. */
interface Engine {

	/** @throws EngineFault */
	public function send( string $frame ): string;

	/** `runner` or `php`. */
	public function name(): string;

	public function close(): void;
}
