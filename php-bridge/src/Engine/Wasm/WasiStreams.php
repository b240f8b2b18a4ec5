<?php
/**
 * The standard streams of a translated module.
 *
 * @package UnoPim\Connector
 */

declare(strict_types=1);

namespace UnoPim\Connector\Engine\Wasm;

final class WasiStreams {

	/** Only the end of what was written to standard error is kept: it is for a log, and must not grow without bound. */
	private const ERRORS_KEPT = 65536;

	private string $input = '';

	private int $position = 0;

	private bool $ended = false;

	private string $output = '';

	private string $errors = '';

	public function feed( string $bytes ): void {
		$this->input    = $this->position < strlen( $this->input ) ? substr( $this->input, $this->position ) . $bytes : $bytes;
		$this->position = 0;
	}

	public function end(): void {
		$this->ended = true;
	}

	/** At most so many bytes of input; waits, by suspending the fiber, while there are none. Empty: the input has ended. */
	public function read( int $length ): string {
		while ( $this->position >= strlen( $this->input ) && ! $this->ended ) {
			\Fiber::suspend();
		}
		$bytes           = substr( $this->input, $this->position, $length );
		$this->position += strlen( $bytes );
		return $bytes;
	}

	public function write( string $bytes ): void {
		$this->output .= $bytes;
	}

	public function complain( string $bytes ): void {
		$this->errors = substr( $this->errors . $bytes, -self::ERRORS_KEPT );
	}

	/** The output since the last call. */
	public function take(): string {
		$output       = $this->output;
		$this->output = '';
		return $output;
	}

	public function errors(): string {
		return $this->errors;
	}
}
