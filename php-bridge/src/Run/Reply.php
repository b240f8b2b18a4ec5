<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

/** What became of an engine's frame: answers for it, a wait before there can be answers, a question, or the end of the run. */
final class Reply {

	private function __construct( public readonly string $kind, public readonly string $frame = '', public readonly int $seconds = 0 ) {}

	/** A `responses` frame for the engine. */
	public static function responses( string $frame ): self {
		return new self( 'responses', $frame );
	}

	/** The same frame has to be sent again after so many seconds. */
	public static function wait( int $seconds ): self {
		return new self( 'wait', '', $seconds );
	}

	/** The run waits for an administrator's answer; whoever drives it lets go. */
	public static function asked(): self {
		return new self( 'asked' );
	}

	public static function finished(): self {
		return new self( 'finished' );
	}
}
