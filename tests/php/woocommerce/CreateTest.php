<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

/** Products made by the store are what WooCommerce itself would have made. */
final class CreateTest extends StoreTestCase {

	public function test_a_simple_product_arrives_whole(): void {
		$terms    = Shop::attribute( 'color', array( 'red', 'blue' ) );
		$category = Shop::category( 'Shirts' );
		$id       = $this->create(
			'mug',
			array(
				'name'              => 'Mug',
				'description'       => '<p>A <strong>mug</strong></p>',
				'short_description' => 'Short',
				'regular_price'     => '12.50',
				'sale_price'        => '9.90',
				'stock_quantity'    => '7',
				'status'            => 'publish',
				'categories'        => array( $category ),
				'attribute:pa_color' => array( 'terms' => array_values( $terms ), 'visible' => true, 'variation' => false, 'position' => 0 ),
				'custom:Material'   => array( 'values' => array( 'Steel', 'Glass' ), 'visible' => false, 'position' => 1 ),
				'meta:ean'          => '4006381333931',
			)
		);
		wp_cache_flush();
		$product = wc_get_product( $id );
		$this->assertSame( 'simple', $product->get_type() );
		$this->assertSame( 'Mug', $product->get_name() );
		$this->assertSame( '<p>A <strong>mug</strong></p>', $product->get_description() );
		$this->assertSame( '12.50', $product->get_regular_price() );
		$this->assertSame( '9.90', $product->get_price() );
		$this->assertSame( 7, $product->get_stock_quantity() );
		$this->assertSame( array( $category ), $product->get_category_ids() );
		$this->assertSame( 'Red, Blue', $product->get_attribute( 'pa_color' ) );
		$this->assertSame( 'Steel | Glass', $product->get_attribute( 'Material' ) );
		$this->assertSame( '4006381333931', $product->get_meta( 'ean' ) );
		$this->assertTrue( $product->is_purchasable() );
		$this->assertSame( $id, wc_get_product_id_by_sku( 'mug' ) );
	}

	public function test_the_link_carries_the_hashes_of_what_was_read_back(): void {
		$id       = $this->create( 'mug', array( 'regular_price' => '12.50' ) );
		$snapshot = $this->snapshot( $id, array( 'name', 'sku', 'regular_price' ) );
		foreach ( array( 'name', 'sku', 'regular_price' ) as $field ) {
			$this->assertSame( $snapshot['fields'][ $field ]['h'], $snapshot['bases'][ $field ][1], $field );
		}
	}
}
