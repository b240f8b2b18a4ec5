<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Shop;

use UnoPim\Connector\Tests\WordPress\Support\RunTestCase;

/** What numbers in a change mean: asked by screens, of a real store. */
final class NamesTest extends RunTestCase {

	private int $term    = 0;
	private int $product = 0;

	protected function tearDown(): void {
		wp_delete_term( $this->term, 'product_cat' );
		wp_delete_post( $this->product, true );
		parent::tearDown();
	}

	/** @return array<string,array<int,string>> */
	private function names( string $query ): array {
		return json_decode( (string) wp_json_encode( $this->rest( 'GET', "/names?channel=default&{$query}" )->get_data() ), true );
	}

	public function test_terms_and_products_are_told_by_name_and_what_is_gone_is_left_out(): void {
		$this->term = (int) wp_insert_term( 'Hats & caps', 'product_cat' )['term_id'];
		$product    = new \WC_Product_Simple();
		$product->set_name( 'Mug' );
		$product->set_sku( 'mug' );
		$this->product = $product->save();
		self::assertSame( array( 'terms' => array( $this->term => 'Hats & caps' ), 'products' => array( $this->product => 'Mug (mug)' ) ), $this->names( "terms={$this->term},{$this->term},999999&products={$this->product},999999" ) );
		$product->set_sku( '' );
		$product->save();
		self::assertSame( array( $this->product => 'Mug' ), $this->names( "products={$this->product}" )['products'] );
		self::assertSame( array( 'terms' => array(), 'products' => array() ), $this->names( 'terms=&products=' ) );
	}

	public function test_only_so_many_are_asked_for_at_once_and_by_whom_may_manage_the_shop(): void {
		self::assertSame( 400, $this->rest( 'GET', '/names?terms=' . implode( ',', range( 1, 201 ) ) )->get_status() );
		wp_set_current_user( 0 );
		self::assertSame( 401, $this->rest( 'GET', '/names?terms=1' )->get_status() );
	}
}
