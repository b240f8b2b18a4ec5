<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Unit;

use PHPUnit\Framework\TestCase;
use UnoPim\Connector\Engine\Wasm\WasiHost;

/** The host of a translated module (what modules do in it is tested with the translator). */
final class WasiHostTest extends TestCase {

	public function test_a_module_goes_with_its_host_while_it_waits_for_input(): void {
		$kept = null;
		$host = new WasiHost(
			static function ( array $imports ) use ( &$kept ): object {
				$module = new class( $imports ) {

					/** @var array<int,int> */
					public array $memory;

					/** @param array<string,array<string,callable>> $imports */
					public function __construct( private array $imports ) {
						$this->memory = array_fill( 0, 1 << 20, 0 );
					}

					public function invoke( string $name ): void {
						// One piece of input, to be put at address 16.
						( $this->imports['wasi_snapshot_preview1']['fd_read'] )( $this, 0, 0, 1, 8 );
					}

					public function read( int $address, int $length ): string {
						return pack( 'VV', 16, 4 );
					}

					public function write( int $address, string $bytes ): void {}
				};
				$kept   = \WeakReference::create( $module );
				return $module;
			},
			16
		);
		self::assertSame( '', $host->send( '' ) );
		self::assertNotNull( $kept->get(), 'it waits' );
		gc_disable();
		$before = memory_get_usage();
		unset( $host );
		gc_enable();
		self::assertNull( $kept->get(), 'nothing holds it any longer' );
		self::assertLessThan( $before - ( 8 << 20 ), memory_get_usage(), 'its memory is free for the next one' );
	}
}
