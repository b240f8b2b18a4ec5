<?php
/**
 * csv-import.php SITE FILE: first import of a catalogue through WooCommerce's own importer, with the column mapping its own screen proposes.
 * Attributes, terms and categories are made by the importer, as in the connector's first pull. Prints one JSON line.
 *
 * @package UnoPim\Connector
 */

define( 'WP_ADMIN', true );
require __DIR__ . '/../../scripts/site/load.php';
require_once WC_ABSPATH . 'includes/admin/importers/class-wc-product-csv-importer-controller.php';
require_once WC_ABSPATH . 'includes/import/class-wc-product-csv-importer.php';

/** The screen's own guess of which column is which. */
final class Bench_Mapping extends WC_Product_CSV_Importer_Controller {

	public function __construct() {}

	/** @param array<string> $headers */
	public function of( array $headers ): array {
		return $this->auto_map_columns( $headers );
	}
}

$probe   = new WC_Product_CSV_Importer( $argv[2], array( 'lines' => 1 ) );
$headers = $probe->get_raw_keys();
$mapping = array_combine( $headers, ( new Bench_Mapping() )->of( $headers ) );

$queries = get_num_queries();
$start   = hrtime( true );
$result  = ( new WC_Product_CSV_Importer(
	$argv[2],
	array(
		'lines'            => -1,
		'parse'            => true,
		'update_existing'  => false,
		'prevent_timeouts' => false,
		'mapping'          => $mapping,
	)
) )->import();
$seconds = ( hrtime( true ) - $start ) / 1e9;

echo wp_json_encode(
	array(
		'seconds' => round( $seconds, 3 ),
		'created' => count( $result['imported'] ) + count( $result['imported_variations'] ?? array() ),
		'failed'  => count( $result['failed'] ) + count( $result['skipped'] ),
		'queries' => get_num_queries() - $queries,
		'peak_mb' => intdiv( memory_get_peak_usage( true ), 1 << 20 ),
	)
), "\n";
