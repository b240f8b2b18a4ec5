<?php
/**
 * auto-map.php SITE CHANNEL LOCALE FILE: fills the empty rows of the mapping with the engine's proposals and saves them. FILE holds UnoPim's
 * structure as JSON, as the engine's call `auto_map` takes it. Prints which rows were filled.
 *
 * @package UnoPim\Connector
 */

use UnoPim\Connector\Engine\Calls;
use UnoPim\Connector\Engine\EngineChooser;
use UnoPim\Connector\Platform\Plugin;
use UnoPim\Connector\Settings\Mapping;

require __DIR__ . '/load.php';
list( , , $channel, $locale, $file ) = $argv;

$mapping = Plugin::container()->get( Mapping::class );
$engine  = Plugin::container()->get( EngineChooser::class )->open();
$answer  = Calls::call(
	$engine,
	'auto_map',
	array(
		'mapping'  => $mapping->document(),
		'settings' => array( 'channel' => $channel, 'locale' => $locale ),
		'catalog'  => json_decode( file_get_contents( $file ), false, 64, JSON_THROW_ON_ERROR ),
	)
);
$engine->close();
$mapping->save_core( $answer->mapping->core );
$mapping->save_attributes( $channel, $locale, $answer->mapping->attributes->$channel->$locale ?? array() );
echo wp_json_encode( $answer->filled ), "\n";
