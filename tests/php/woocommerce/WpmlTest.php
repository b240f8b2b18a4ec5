<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

use UnoPim\Connector\Languages\Languages;
use UnoPim\Connector\Languages\Wpml as Adapter;

/** Through WPML's documented hooks, for which the tests have a stand-in. */
final class WpmlTest extends StoreTestCase {

	use TranslationCases;

	protected const FRENCH = 'default@fr_FR';

	private Wpml $plugin;

	protected function setUp(): void {
		parent::setUp();
		$this->plugin = new Wpml();
		$this->plugin->register();
	}

	protected function tearDown(): void {
		$this->plugin->unregister();
		parent::tearDown();
	}

	protected function languages(): Languages {
		return new Adapter();
	}
}
