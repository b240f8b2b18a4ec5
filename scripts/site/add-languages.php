<?php
/**
 * add-languages.php SITE [de]: two languages for a site with Polylang: English, in which everything lies so far, and French; German besides
 * where it is named. Products and their categories, tags and colours are translated.
 *
 * @package UnoPim\Connector
 */

define( 'WP_ADMIN', true );
require __DIR__ . '/load.php';
$further = array_filter( array( array( 'Deutsch', 'de', 'de_DE' ) ), static fn( array $language ): bool => in_array( $language[1], $argv, true ) );
foreach ( array( array( 'English', 'en', 'en_US' ), array( 'Français', 'fr', 'fr_FR' ), ...$further ) as $place => list( $name, $code, $locale ) ) {
	$added = PLL()->model->languages->add( array( 'name' => $name, 'slug' => $code, 'locale' => $locale, 'rtl' => false, 'term_group' => $place ) );
	if ( is_wp_error( $added ) ) {
		fwrite( STDERR, $added->get_error_code() . ': ' . $added->get_error_message() . "\n" );
		exit( 1 );
	}
}
PLL()->options->set( 'post_types', array( 'product' ) );
PLL()->options->set( 'taxonomies', array( 'product_cat', 'product_tag', 'pa_color' ) );
PLL()->options->save();
