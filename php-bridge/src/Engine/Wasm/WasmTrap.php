<?php
/**
 * A translated module stopped: it trapped, or was used after its end.
 *
 * @package UnoPim\Connector
 */

declare(strict_types=1);

namespace UnoPim\Connector\Engine\Wasm;

final class WasmTrap extends \RuntimeException {

	/**
	 * Runs code of a translated module. Reading outside of its memory raises a PHP warning; here it becomes the trap it is.
	 *
	 * @template T
	 * @param callable(): T $run The code; it may suspend a fiber only if the whole fiber runs inside.
	 * @return T
	 */
	public static function guard( callable $run ) {
		$previous = null;
		$previous = set_error_handler(
			static function ( int $level, string $message, string $file = '', int $line = 0 ) use ( &$previous ) {
				if ( E_WARNING === $level && str_starts_with( $message, 'Undefined array key' ) ) {
					throw new self( 'out of bounds memory access' );
				}
				return null === $previous ? false : $previous( $level, $message, $file, $line );
			}
		);
		try {
			return $run();
		} finally {
			restore_error_handler();
		}
	}
}
