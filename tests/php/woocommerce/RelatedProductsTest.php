<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

use UnoPim\Connector\Store\ProductFields\RelatedField;
use UnoPim\Connector\Store\RelatedProducts;

/** UnoPim's related products in WooCommerce's own list, where that is wished. */
final class RelatedProductsTest extends StoreTestCase {

	/** @return array<int> */
	private static function related( string $setting, int $product, array $excluded = array() ): array {
		$hook = new RelatedProducts( static fn() => $setting );
		add_filter( 'woocommerce_related_products', array( $hook, 'filter' ), 10, 3 );
		$ids = array_map( 'intval', wc_get_related_products( $product, 5, $excluded ) );
		remove_filter( 'woocommerce_related_products', array( $hook, 'filter' ), 10 );
		sort( $ids );
		return $ids;
	}

	public function test_only_with_the_setting_and_only_for_products_that_have_some(): void {
		$category = Shop::category( 'Mugs' );
		$ids      = array();
		foreach ( array( 'a', 'b', 'c', 'd' ) as $sku ) {
			$ids[ $sku ] = Shop::product( array( 'name' => $sku, 'sku' => $sku, 'category_ids' => 'd' === $sku ? array() : array( $category ) ) )->get_id();
		}
		update_post_meta( $ids['a'], RelatedField::META, array( $ids['d'], $ids['c'] ) );
		self::assertSame( array( $ids['b'], $ids['c'] ), self::related( 'store', $ids['a'] ) );
		self::assertSame( array( $ids['c'], $ids['d'] ), self::related( 'use', $ids['a'] ) );
		self::assertSame( array( $ids['d'] ), self::related( 'use', $ids['a'], array( $ids['c'] ) ) );
		self::assertSame( array( $ids['a'], $ids['c'] ), self::related( 'use', $ids['b'] ) );
	}
}
