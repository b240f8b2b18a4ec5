<?php
declare(strict_types=1);

namespace UnoPim\Connector\Settings;

use UnoPim\Connector\Engine\Calls;
use UnoPim\Connector\Engine\EngineChooser;
use UnoPim\Connector\Engine\EngineFault;
use UnoPim\Connector\Source\Catalog;

/** Lets the engine propose rows for what is still empty in the mapping. Nothing is saved here. */
class AutoMap {

	public function __construct( private EngineChooser $engines, private Mapping $mapping, private Catalog $catalog ) {}

	/** @return array{mapping:object,filled:array<mixed>} */
	public function propose( string $channel, string $locale ): array {
		$engine = $this->engines->open();
		try {
			$answer = Calls::call(
				$engine,
				'auto_map',
				array(
					'mapping'  => $this->mapping->document(),
					'settings' => array( 'channel' => $channel, 'locale' => $locale ),
					'catalog'  => array( 'attributes' => $this->catalog->bodies( 'attribute' ), 'families' => $this->catalog->bodies( 'family' ) ),
				)
			);
		} finally {
			$engine->close();
		}
		if ( ! is_object( $answer ) || ! is_object( $answer->mapping ?? null ) || ! is_array( $answer->filled ?? null ) ) {
			throw EngineFault::unexpected( 'auto_map' );
		}
		return array( 'mapping' => $answer->mapping, 'filled' => $answer->filled );
	}
}
