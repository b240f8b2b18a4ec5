<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Tests\WordPress\Support\SiteTestCase;

/** What the Categories page lists of the shop. */
final class CategoriesRouteTest extends SiteTestCase {

	public function test_the_shops_categories_come_with_their_parents_and_as_people_read_them(): void {
		if ( ! taxonomy_exists( 'product_cat' ) ) {
			register_taxonomy( 'product_cat', 'product', array( 'hierarchical' => true ) );
		}
		$top   = wp_insert_term( 'Shirts & Tops', 'product_cat' )['term_id'];
		$child = wp_insert_term( 'Long sleeves', 'product_cat', array( 'parent' => $top ) )['term_id'];
		$terms = array_column( $this->rest( 'GET', '/mapping/terms' )->get_data(), null, 'id' );
		self::assertSame( array( 'id' => $top, 'name' => 'Shirts & Tops', 'parent' => 0, 'count' => 0 ), $terms[ $top ] );
		self::assertSame( $top, $terms[ $child ]['parent'] );
		wp_delete_term( $child, 'product_cat' );
		wp_delete_term( $top, 'product_cat' );
	}
}
