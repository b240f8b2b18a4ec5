<?php
/**
 * csv-export.php SITE FILE: writes every product of the shop with WooCommerce's own exporter, so that its importer can be measured on the
 * very catalogue that the connector pulled. Prints how many rows.
 *
 * @package UnoPim\Connector
 */

require __DIR__ . '/../../scripts/site/load.php';
require_once WC_ABSPATH . 'includes/export/class-wc-product-csv-exporter.php';

/** The exporter sends to the browser; this one hands its rows out. */
final class Bench_Csv extends WC_Product_CSV_Exporter {

	private const MOST = 10_000;

	/** In one page: the exporter takes what it has written on all pages for what it has written on the last, and so ends too early. */
	public function text(): string {
		$this->enable_meta_export( true );
		$this->set_limit( self::MOST );
		$this->prepare_data_to_export();
		$rows = $this->get_csv_data();
		return $this->export_column_headers() . $rows;
	}
}

// Another shop's ids mean nothing to the importer but work: rows are told apart by SKU.
add_filter( 'woocommerce_product_export_product_default_columns', static fn( $columns ) => array_diff_key( $columns, array( 'id' => 1 ) ) );
$text = ( new Bench_Csv() )->text();
file_put_contents( $argv[2], $text );
echo substr_count( $text, "\n" ) - 1, "\n";
