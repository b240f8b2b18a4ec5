<?php

declare( strict_types=1 );

namespace {
	if ( ! function_exists( 'wcml_is_multi_currency_on' ) ) {
		function wcml_is_multi_currency_on(): bool {
			return isset( $GLOBALS['woocommerce_wpml'] );
		}
	}
}

namespace UnoPim\Connector\Tests\WooCommerce {

	use UnoPim\Connector\Run\ShopFacts;
	use UnoPim\Connector\Store\Currencies\Plugins;

	/** What currency plugins find: the meta that they read themselves. */
	final class CurrencyTest extends StoreTestCase {

		protected function tearDown(): void {
			\WOOMULTI_CURRENCY_F_Data::$on = true;
			unset( $GLOBALS['woocommerce_wpml'] );
			parent::tearDown();
		}

		/** @param array<string,string> $prices */
		private function mug( array $prices ): int {
			$answer = $this->ask( array( 'do' => 'store.apply', 'operations' => array( $this->op( 'create', 'mug', array( 'name' => 'Mug', 'sku' => 'mug', 'regular_price' => '10' ) + $prices ) ) ) );
			self::assertSame( 'done', $answer['results'][0]['status'], (string) json_encode( $answer ) );
			return $answer['results'][0]['id'];
		}

		/** @param array<string,string> $prices */
		private function change( int $id, array $prices ): void {
			$answer = $this->ask( array( 'do' => 'store.apply', 'operations' => array( $this->op( 'update', 'mug', $prices, array( 'id' => $id ) ) ) ) );
			self::assertSame( 'done', $answer['results'][0]['status'], (string) json_encode( $answer ) );
		}

		private static function with_wcml(): void {
			\WOOMULTI_CURRENCY_F_Data::$on = false;
			$GLOBALS['woocommerce_wpml']   = new class() {
				public object $multi_currency;

				public function __construct() {
					$this->multi_currency = new class() {
						/** @return array<string,array<string,mixed>> */
						public function get_currencies(): array {
							return array( 'GBP' => array( 'rate' => 0.8 ), 'USD' => array( 'rate' => 1.1 ) );
						}
					};
				}
			};
		}

		public function test_curcy_finds_maps_by_currency_and_keeps_its_own_entries(): void {
			self::assertSame( array( 'GBP', 'USD' ), Plugins::active()->currencies() );
			$id = $this->mug( array( 'regular_price:USD' => '12.50', 'sale_price:USD' => '11' ) );
			self::assertSame( '{"USD":"12.50"}', get_post_meta( $id, '_regular_price_wmcp', true ) );
			self::assertSame( '{"USD":"11"}', get_post_meta( $id, '_sale_price_wmcp', true ) );
			update_post_meta( $id, '_regular_price_wmcp', '{"USD":"12.50","JPY":"1500"}' );
			$this->change( $id, array( 'regular_price:USD' => '13', 'regular_price:GBP' => '9' ) );
			self::assertSame( array( 'USD' => '13', 'JPY' => '1500', 'GBP' => '9' ), json_decode( get_post_meta( $id, '_regular_price_wmcp', true ), true ) );
		}

		public function test_wcml_finds_its_switch_and_the_price_that_holds_now(): void {
			self::with_wcml();
			self::assertSame( array( 'GBP', 'USD' ), Plugins::active()->currencies() );
			$id   = $this->mug( array( 'regular_price:USD' => '12.50', 'sale_price:USD' => '11' ) );
			$meta = static fn( string $key ) => get_post_meta( $id, $key, true );
			self::assertSame( array( '1', '12.50', '11', '11' ), array( $meta( '_wcml_custom_prices_status' ), $meta( '_regular_price_USD' ), $meta( '_sale_price_USD' ), $meta( '_price_USD' ) ) );
			$this->change( $id, array( 'sale_price:USD' => '' ) );
			self::assertSame( '12.50', $meta( '_price_USD' ) );
			$this->change( $id, array( 'regular_price:USD' => '' ) );
			self::assertFalse( metadata_exists( 'post', $id, '_price_USD' ), 'the plugin converts again' );
		}

		public function test_amounts_that_wcml_left_over_do_not_come_back(): void {
			self::with_wcml();
			$id = $this->mug( array() );
			update_post_meta( $id, '_regular_price_GBP', '7' );
			update_post_meta( $id, '_price_GBP', '7' );
			$this->change( $id, array( 'regular_price:USD' => '12' ) );
			self::assertFalse( metadata_exists( 'post', $id, '_price_GBP' ) );
			self::assertSame( '12', get_post_meta( $id, '_price_USD', true ) );
		}

		public function test_the_shops_currency_is_that_of_its_prices_whatever_a_customer_is_shown(): void {
			$shown = static fn() => 'JPY';
			add_filter( 'woocommerce_currency', $shown );
			self::assertSame( get_option( 'woocommerce_currency' ), ( new ShopFacts() )->currency() );
			remove_filter( 'woocommerce_currency', $shown );
		}

		public function test_without_a_plugin_nothing_is_read_and_a_write_says_what_to_do(): void {
			\WOOMULTI_CURRENCY_F_Data::$on = false;
			self::assertNull( Plugins::active() );
			$answer = $this->ask( array( 'do' => 'store.apply', 'operations' => array( $this->op( 'create', 'mug', array( 'name' => 'Mug', 'sku' => 'mug', 'regular_price:USD' => '12' ) ) ) ) );
			self::assertSame( array( 'failed', 'currency_off', 'regular_price:USD' ), array( $answer['results'][0]['status'], $answer['results'][0]['error']['code'], $answer['results'][0]['error']['field'] ) );
			self::assertSame( 0, wc_get_product_id_by_sku( 'mug' ) );
		}
	}
}
