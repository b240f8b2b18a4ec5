<?php
/**
 * Carries `proc_exit` out of a translated module. Never seen outside of WasiHost.
 *
 * @package UnoPim\Connector
 */

declare(strict_types=1);

namespace UnoPim\Connector\Engine\Wasm;

final class WasiExit extends \Exception {

	public function __construct( public readonly int $status ) {
		parent::__construct( "proc_exit( $status )" );
	}
}
