<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Settings\Mapping;
use UnoPim\Connector\Settings\Taxonomies;
use UnoPim\Connector\Tests\WordPress\Support\SiteTestCase;

/** The mapping's taxonomies, registered with every page at no query's cost. */
final class TaxonomiesTest extends SiteTestCase {

	protected function tearDown(): void {
		foreach ( array( 'product_collection', 'product_material', 'product_season' ) as $taxonomy ) {
			unregister_taxonomy( $taxonomy );
		}
		remove_all_filters( 'unopim_connector_taxonomies' );
		parent::tearDown();
	}

	/** @param array<array<string,mixed>> $rows */
	private static function map( array $rows ): void {
		$document             = self::service( Mapping::class )->document();
		$document->taxonomies = array_map( static fn( $row ) => (object) $row, $rows );
		self::service( Mapping::class )->save_document( $document );
	}

	public function test_they_are_registered_for_products_and_follow_the_mapping(): void {
		self::map( array( array( 'taxonomy' => 'product_collection', 'name' => 'Collections', 'hierarchical' => true ), array( 'taxonomy' => 'product_material', 'name' => 'Materials', 'hierarchical' => false ) ) );
		self::service( Taxonomies::class )->add();
		$collection = get_taxonomy( 'product_collection' );
		self::assertSame( array( 'Collections', true, true, true, array( 'product' ) ), array( $collection->label, $collection->hierarchical, $collection->show_ui, $collection->show_in_rest, $collection->object_type ) );
		self::assertFalse( get_taxonomy( 'product_material' )->hierarchical );
		unregister_taxonomy( 'product_collection' );
		unregister_taxonomy( 'product_material' );
		self::map( array( array( 'taxonomy' => 'product_material', 'name' => 'Materials' ) ) );
		self::service( Taxonomies::class )->add();
		self::assertSame( array( false, true ), array( taxonomy_exists( 'product_collection' ), taxonomy_exists( 'product_material' ) ) );
	}

	public function test_no_page_reads_the_mapping_for_them(): void {
		global $wpdb;
		self::map( array( array( 'taxonomy' => 'product_collection', 'name' => 'Collections' ) ) );
		wp_cache_flush();
		wp_load_alloptions();
		$before = $wpdb->num_queries;
		self::service( Taxonomies::class )->add();
		self::assertTrue( taxonomy_exists( 'product_collection' ) );
		self::assertSame( $before, $wpdb->num_queries );
		self::service( Mapping::class )->save_document( (object) array( 'version' => 2 ) );
		wp_cache_flush();
		wp_load_alloptions();
		$before = $wpdb->num_queries;
		self::service( Taxonomies::class )->add();
		self::assertSame( $before, $wpdb->num_queries, 'nor does one without any' );
	}

	public function test_a_filter_adds_some_and_bad_ones_are_not_registered(): void {
		add_filter( 'unopim_connector_taxonomies', static fn( $rows ) => array_merge( $rows, array( array( 'taxonomy' => 'product_season', 'name' => 'Seasons' ) ) ) );
		self::service( Taxonomies::class )->add();
		self::assertTrue( taxonomy_exists( 'product_season' ) );
	}
}
