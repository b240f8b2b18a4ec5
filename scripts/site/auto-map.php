<?php
/**
 * auto-map.php SITE CHANNEL LOCALE: fills the empty rows of the mapping with the engine's proposals, from the structure that was read last,
 * and saves them. Prints which rows were filled.
 *
 * @package UnoPim\Connector
 */

use UnoPim\Connector\Engine\Calls;
use UnoPim\Connector\Engine\EngineChooser;
use UnoPim\Connector\Platform\Plugin;
use UnoPim\Connector\Settings\Mapping;
use UnoPim\Connector\Store\Catalog;

require __DIR__ . '/load.php';
list( , , $channel, $locale ) = $argv;

$container = Plugin::container();
$lists     = array( 'attribute' => 'attributes', 'family' => 'families', 'category' => 'categories', 'channel' => 'channels' );
$catalog   = array( 'options' => new stdClass() ) + array_fill_keys( $lists, array() );
foreach ( $container->get( Catalog::class )->read( array_keys( $lists ) ) as $record ) {
	$catalog[ $lists[ $record['kind'] ] ][] = $record['body'];
}
$mapping = $container->get( Mapping::class );
$engine  = $container->get( EngineChooser::class )->open();
$answer  = Calls::call(
	$engine,
	'auto_map',
	array(
		'mapping'  => $mapping->document(),
		'settings' => array( 'channel' => $channel, 'locale' => $locale ),
		'catalog'  => $catalog,
	)
);
$engine->close();
$mapping->save_core( $answer->mapping->core );
$mapping->save_attributes( $channel, $locale, $answer->mapping->attributes->$channel->$locale ?? array() );
echo wp_json_encode( $answer->filled ), "\n";
