<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\Languages;

use UnoPim\Connector\Languages\Chosen;
use UnoPim\Connector\Languages\Languages;
use UnoPim\Connector\Tests\WooCommerce\StoreTestCase;
use UnoPim\Connector\Tests\WooCommerce\TranslationCases;

/** On real Polylang. */
final class PolylangTest extends StoreTestCase {

	use TranslationCases;

	protected const FRENCH = 'default@fr_FR';

	protected function languages(): Languages {
		return Chosen::here();
	}

	public function test_a_site_can_say_which_language_it_means(): void {
		$name = static fn( array $map, string $plugin ): array => 'polylang' === $plugin ? array( 'fr_CA' => 'fr' ) : $map;
		self::assertSame( array( array(), array() ), array_column( Chosen::facts(), 'locales' ) );
		add_filter( 'unopim_connector_locale_map', $name, 10, 2 );
		self::assertSame( array( array(), array( 'fr_CA' ) ), array_column( Chosen::facts(), 'locales' ) );
		remove_filter( 'unopim_connector_locale_map', $name );
	}
}
