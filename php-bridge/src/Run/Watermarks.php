<?php
declare(strict_types=1);

namespace UnoPim\Connector\Run;

use UnoPim\Connector\Platform\Lock;
use UnoPim\Connector\Platform\LockTimeout;
use UnoPim\Connector\Platform\Options;

/** UnoPim's time up to which the changes of a channel and language are known here. What it means is the engine's matter. */
class Watermarks {

	private const OPTION = 'watermarks';

	public function __construct( private Options $options, private Lock $lock ) {}

	public function get( string $channel, string $locale ): ?string {
		$time = $this->options->fresh( self::OPTION )[ self::key( $channel, $locale ) ] ?? null;
		return is_string( $time ) ? $time : null;
	}

	/** Takes over what a pull that wrote has found out; anything that is no time is left alone. */
	public function keep( Run $run ): void {
		$time = $run->result['value']['watermark'] ?? null;
		if ( 'pull' !== $run->kind() || $run->is_dry() || ! is_string( $time ) || ! preg_match( '/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/', $time ) ) {
			return;
		}
		$write = function () use ( $run, $time ): void {
			$this->options->write( self::OPTION, array( self::key( $run->channel(), $run->locale() ) => $time ) + $this->options->fresh( self::OPTION ) );
		};
		try {
			// All channels share the option.
			$this->lock->with( 'watermarks', 5.0, $write, 3 );
		} catch ( LockTimeout ) {
			return; // The next pull looks a little further back; nothing is missed.
		}
	}

	private static function key( string $channel, string $locale ): string {
		return "{$channel}/{$locale}";
	}
}
