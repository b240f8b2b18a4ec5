<?php
/**
 * Runs a translated WASI command as a conversation: bytes in, bytes out.
 *
 * The command runs in a fiber. When it reads from its standard input and there is nothing, the fiber is suspended and
 * send() returns what was written so far; the next send() goes on from there. The module has standard streams and nothing
 * else: no files, no environment, no arguments, a clock that stands still and no randomness (see WasiFunctions).
 *
 * Nested calls of a translated module live on PHP's heap, not on the fiber's C stack, so the default `fiber.stack_size` is
 * enough whatever the module does.
 *
 * @package UnoPim\Connector
 */

declare(strict_types=1);

namespace UnoPim\Connector\Engine\Wasm;

final class WasiHost {

	private WasiStreams $streams;

	/** @var \Fiber<mixed,mixed,int,mixed> */
	private \Fiber $fiber;

	private ?int $exit_code = null;

	private bool $failed = false;

	/**
	 * @param string|callable(array, int): object $module The file that unopim-to-php made, the class in it, or what makes an instance from imports and a number of pages.
	 * @param int|null                                   $max_pages How far memory may grow, in pages of 64 KiB; by default as far as PHP's memory limit allows.
	 */
	public function __construct( string|callable $module, ?int $max_pages = null ) {
		$this->streams = new WasiStreams();
		$max_pages   ??= MemoryBudget::pages();
		$streams       = $this->streams;
		// Without this object, or the two would hold each other, and the module's memory with them, until PHP looks for such circles.
		$this->fiber = new \Fiber(
			static function () use ( $module, $max_pages, $streams ): int {
				$imports  = ( new WasiFunctions( $streams ) )->imports();
				$instance = is_callable( $module ) ? $module( $imports, $max_pages ) : new ( self::module_class( $module ) )( $imports, $max_pages );
				try {
					$instance->invoke( '_start' );
				} catch ( WasiExit $exit ) {
					return $exit->status;
				}
				return 0;
			}
		);
	}

	/**
	 * Gives the module more input and lets it run until it wants more, or ends.
	 *
	 * @param string $bytes The input.
	 * @return string What the module wrote to its standard output.
	 * @throws WasmTrap If the module traps, or has ended before.
	 */
	public function send( string $bytes ): string {
		if ( $this->failed || null !== $this->exit_code ) {
			throw new WasmTrap( 'the module has ended' );
		}
		$this->streams->feed( $bytes );
		return $this->run();
	}

	/**
	 * Ends the input and lets the module run to its end.
	 *
	 * @return string What the module wrote to its standard output.
	 * @throws WasmTrap If the module traps.
	 */
	public function close(): string {
		if ( $this->failed || null !== $this->exit_code ) {
			return '';
		}
		$this->streams->end();
		return $this->run();
	}

	/** What the module wrote to its standard error so far. */
	public function stderr(): string {
		return $this->streams->errors();
	}

	/** How the module ended; null while it has not. */
	public function exitCode(): ?int { // phpcs:ignore WordPress.NamingConventions.ValidFunctionName.MethodNameInvalid
		return $this->exit_code;
	}

	/** @return class-string */
	private static function module_class( string $module ): string {
		static $classes = array();
		if ( ! str_ends_with( $module, '.php' ) ) {
			return $module;
		}
		return $classes[ $module ] ??= require $module;
	}

	private function run(): string {
		$this->failed = true;
		WasmTrap::guard( fn() => $this->fiber->isStarted() ? $this->fiber->resume() : $this->fiber->start() );
		$this->failed = false;
		if ( $this->fiber->isTerminated() ) {
			$this->exit_code = $this->fiber->getReturn();
		}
		return $this->streams->take();
	}
}
