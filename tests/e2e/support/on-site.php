<?php
/**
 * on-site.php SITE PATH SCRIPT [ARGUMENT …]: runs one of scripts/site on the site of a network that has this path.
 *
 * @package UnoPim\Connector
 */

list( , $unopim_root, $unopim_path, $unopim_script ) = $argv;
$_SERVER['REQUEST_URI'] = $unopim_path;
$argv                   = array( $unopim_script, $unopim_root, ...array_slice( $argv, 4 ) );
require dirname( __DIR__, 3 ) . "/scripts/site/{$unopim_script}";
