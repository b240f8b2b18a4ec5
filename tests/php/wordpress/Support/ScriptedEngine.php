<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress\Support;

use UnoPim\Connector\Engine\Engine;
use UnoPim\Connector\Engine\EngineChooser;
use UnoPim\Connector\Engine\Frame;

/** An engine that plays a script: it is told a frame, and what it is told is kept. */
final class ScriptedEngine extends EngineChooser {

	/** @var array<array<string,mixed>> */
	public array $told = array();

	/** @param callable(array<string,mixed>,int):string $script answers the nth frame of a process */
	public function __construct( private $script ) {}

	public function open(): Engine {
		return new class( $this->script, $this ) implements Engine {
			private int $n = 0;
			/** @param callable $script */
			public function __construct( private $script, private ScriptedEngine $owner ) {}
			public function send( string $frame ): string {
				$json                = Frame::decode( $frame )->json;
				$this->owner->told[] = $json;
				return ( $this->script )( $json, ++$this->n );
			}
			public function name(): string {
				return 'script';
			}
			public function close(): void {}
		};
	}
}
