<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\Languages;

use UnoPim\Connector\Languages\Chosen;
use UnoPim\Connector\Languages\Languages;
use UnoPim\Connector\Run\ShopFacts;
use UnoPim\Connector\Tests\WooCommerce\Shop;
use UnoPim\Connector\Tests\WooCommerce\StoreTestCase;
use UnoPim\Connector\Tests\WooCommerce\TranslationCases;

/** On real Polylang. */
final class PolylangTest extends StoreTestCase {

	use TranslationCases;

	protected const FRENCH = 'default@fr_FR';

	protected function languages(): Languages {
		return Chosen::here();
	}

	public function test_the_drawer_of_products_without_a_category_is_told_in_every_language(): void {
		$default = (int) get_option( 'default_product_cat' );
		foreach ( array( 'en', 'fr' ) as $language ) {
			$id = Shop::product( array( 'name' => "Mug {$language}" ) )->get_id();
			pll_set_post_language( $id, $language );
			wp_set_object_terms( $id, array( $default ), 'product_cat' );
			$own = wp_get_object_terms( $id, 'product_cat', array( 'fields' => 'ids' ) );
			self::assertNotSame( array( $default ), $own, 'the plugin makes one of its own' );
			$drawers[] = $own[0];
		}
		self::assertSame( array( $default, ...$drawers ), ( new ShopFacts() )->all( 'default' )['default_categories'] );
		pll_set_term_language( $default, 'en' );
		pll_save_term_translations( array( 'en' => $default, 'fr' => $drawers[1] ) );
		self::assertEqualsCanonicalizing( array( $default, ...$drawers ), Chosen::versions( $default, 'product_cat' ) );
	}

	public function test_a_site_can_say_which_language_it_means(): void {
		$name = static fn( array $map, string $plugin ): array => 'polylang' === $plugin ? array( 'fr_CA' => 'fr' ) : $map;
		self::assertSame( array( array(), array() ), array_column( Chosen::facts(), 'locales' ) );
		add_filter( 'unopim_connector_locale_map', $name, 10, 2 );
		self::assertSame( array( array(), array( 'fr_CA' ) ), array_column( Chosen::facts(), 'locales' ) );
		remove_filter( 'unopim_connector_locale_map', $name );
	}
}
