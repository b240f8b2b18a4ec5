<?php
declare(strict_types=1);

namespace UnoPim\Connector\Health;

use UnoPim\Connector\Engine\Calls;
use UnoPim\Connector\Engine\Engine;

/** How many products a second the engine of this server plans: measured with made-up ones, of about the size of real ones. */
final class EngineSpeed {

	private const PRODUCTS = 200;

	/** Bytes of each description; with its other values a product comes to about 2.5 KB. */
	private const TEXT = 2000;

	/** Products per second; null when the engine does not answer. */
	public static function of( Engine $engine ): ?int {
		$input   = self::input();
		$started = hrtime( true );
		try {
			Calls::call( $engine, 'plan', $input );
		} catch ( \Throwable ) {
			return null;
		}
		return (int) round( self::PRODUCTS / max( 1e-6, ( hrtime( true ) - $started ) / 1e9 ) );
	}

	/** @return array<string,mixed> docs/wire.md, `plan` */
	private static function input(): array {
		$attributes = array();
		$core       = array();
		foreach ( array( 'sku' => 'text', 'name' => 'text', 'description' => 'textarea' ) as $code => $type ) {
			$attributes[]  = array( 'code' => $code, 'type' => $type, 'value_per_locale' => 0, 'value_per_channel' => 0, 'labels' => new \stdClass() );
			$core[ $code ] = array( 'attribute' => $code );
		}
		$products = array();
		for ( $n = 1; $n <= self::PRODUCTS; $n++ ) {
			$products[] = array( 'sku' => "sample-{$n}", 'status' => true, 'parent' => null, 'family' => null, 'type' => 'simple', 'values' => array( 'common' => array( 'sku' => "sample-{$n}", 'name' => "Sample {$n}", 'description' => str_repeat( 'An even text. ', intdiv( self::TEXT, 14 ) ) ) ) );
		}
		return array(
			'settings' => array( 'channel' => 'default', 'locale' => 'en_US' ),
			'mapping'  => array( 'version' => 1, 'core' => $core, 'attributes' => new \stdClass(), 'categories' => new \stdClass() ),
			'catalog'  => array( 'attributes' => $attributes, 'channels' => array() ),
			'products' => $products,
			'shop'     => new \stdClass(),
		);
	}
}
