<?php
declare(strict_types=1);

namespace UnoPim\Connector\Logs;

/** The second place: WooCommerce's own log gets one line per run, and errors. */
class ShopLog {

	private const SOURCE = 'unopim-connector';

	public function __construct( private Redactor $redactor ) {}

	public function line( string $level, string $message ): void {
		if ( function_exists( 'wc_get_logger' ) ) {
			wc_get_logger()->log( 'warn' === $level ? 'warning' : $level, $this->redactor->clean( $message ), array( 'source' => self::SOURCE ) );
		}
	}
}
