<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Settings\Mapping;
use UnoPim\Connector\Settings\Taxonomies;
use UnoPim\Connector\Tests\WordPress\Support\RunTestCase;

/** The whole mapping document, its parts beside the rows, and settings as JSON. */
final class TransferTest extends RunTestCase {

	private const PARTS = array(
		'rows'            => array( 'men' => 14 ),
		'category_fields' => array( 'image' => 'thumbnail', 'seo_title' => 'meta:seo_title' ),
		'taxonomies'      => array( array( 'taxonomy' => 'product_collection', 'name' => 'Collections', 'hierarchical' => true ) ),
		'references'      => array( array( 'taxonomy' => 'product_collection', 'category' => 'collections' ) ),
		'associations'    => array( 'up_sells' => 'cross_sells', 'bundle' => 'grouped', 'other' => null ),
	);

	public function test_parts_beside_the_category_rows_are_saved_one_by_one(): void {
		$this->ready();
		foreach ( self::PARTS as $name => $value ) {
			$answer = $this->rest( 'PUT', '/mapping/categories?channel=default', array( $name => $value ) );
			self::assertSame( 200, $answer->get_status(), (string) wp_json_encode( $answer->get_data() ) );
		}
		$saved = $this->rest( 'GET', '/mapping/categories?channel=default' )->get_data();
		foreach ( self::PARTS as $name => $value ) {
			self::assertSame( json_encode( $value ), json_encode( $saved[ $name ] ), $name );
		}
		$web = $this->rest( 'GET', '/mapping/categories?channel=web' )->get_data();
		self::assertSame( array( '{}', '[]', 1 ), array( json_encode( $web['rows'] ), json_encode( $web['references'] ), count( $web['taxonomies'] ) ), 'references belong to a channel, taxonomies to the site' );
		$this->rest( 'PUT', '/mapping/categories?channel=default', array( 'associations' => null ) );
		self::assertFalse( property_exists( self::service( Mapping::class )->document(), 'associations' ), 'the usual types apply again' );
		$this->rest( 'PUT', '/mapping/categories?channel=default', array( 'associations' => new \stdClass() ) );
		self::assertSame( '{}', json_encode( self::service( Mapping::class )->document()->associations ), 'and an empty map switches them off' );
	}

	/** @dataProvider bad_parts @param array<string,mixed> $body */
	public function test_a_bad_part_saves_nothing( array $body, string $path ): void {
		$answer = $this->rest( 'PUT', '/mapping/categories?channel=default', $body + array( 'rows' => array( 'men' => 14 ) ) );
		self::assertSame( array( 422, $path ), array( $answer->get_status(), $answer->get_data()['path'] ), (string) wp_json_encode( $answer->get_data() ) );
		self::assertSame( 0, self::service( Mapping::class )->revision() );
	}

	/** @return array<array{array<string,mixed>,string}> */
	public static function bad_parts(): array {
		$taxonomy = static fn( array $row ) => array( 'taxonomies' => array( $row + array( 'taxonomy' => 'mine', 'name' => 'Mine' ) ) );
		return array(
			array( array( 'category_fields' => array( 'image' => 'picture' ) ), 'category_fields.image' ),
			array( $taxonomy( array( 'taxonomy' => 'product_cat' ) ), 'taxonomies[0].taxonomy' ),
			array( $taxonomy( array( 'taxonomy' => 'pa_color' ) ), 'taxonomies[0].taxonomy' ),
			array( $taxonomy( array( 'taxonomy' => str_repeat( 'a', 33 ) ) ), 'taxonomies[0].taxonomy' ),
			array( $taxonomy( array( 'name' => ' ' ) ), 'taxonomies[0].name' ),
			array( $taxonomy( array( 'hierarchical' => 'yes' ) ), 'taxonomies[0].hierarchical' ),
			array( array( 'references' => array( array( 'taxonomy' => 'mine' ) ) ), 'references[0].category' ),
			array( array( 'associations' => array( 'up_sells' => 'upsell' ) ), 'associations.up_sells' ),
			array( array( 'references' => 'x' ), 'references' ),
		);
	}

	public function test_rows_write_to_every_target_that_there_is(): void {
		$this->ready();
		$rows = array(
			array( 'target' => 'weight', 'attribute' => 'weight_g', 'unit' => 'g' ),
			array( 'target' => 'taxonomy:product_brand', 'attribute' => 'brand' ),
			array( 'target' => 'meta:manual', 'attribute' => 'manual', 'write' => 'url' ),
			array( 'target' => 'gallery', 'attribute' => 'gallery' ),
		);
		$saved = $this->rest( 'PUT', '/mapping/attributes?channel=default&locale=en_US', array( 'rows' => $rows ) );
		self::assertSame( array( 200, json_encode( $rows ) ), array( $saved->get_status(), json_encode( $saved->get_data()['rows'] ) ) );
		foreach ( array( array( 'target' => 'colour' ), array( 'target' => 'regular_price' ), array( 'target' => 'categories' ), array( 'target' => 'taxonomy:' ), array( 'target' => 'weight', 'unit' => '12 kg' ) ) as $row ) {
			self::assertSame( 422, $this->rest( 'PUT', '/mapping/attributes?channel=default&locale=en_US', array( 'rows' => array( $row + array( 'attribute' => 'x' ) ) ) )->get_status(), (string) wp_json_encode( $row ) );
		}
	}

	public function test_taxonomies_of_the_mapping_are_registered(): void {
		$this->rest( 'PUT', '/mapping/categories?channel=default', array( 'taxonomies' => self::PARTS['taxonomies'] ) );
		add_filter( 'unopim_connector_taxonomies', $filter = static fn( $list ) => array_merge( $list, array( array( 'taxonomy' => 'product_material', 'name' => 'Materials' ) ) ) );
		self::service( Taxonomies::class )->add();
		remove_filter( 'unopim_connector_taxonomies', $filter );
		self::assertTrue( get_taxonomy( 'product_collection' )->hierarchical );
		self::assertSame( array( 'product' ), get_taxonomy( 'product_material' )->object_type );
		unregister_taxonomy( 'product_collection' );
		unregister_taxonomy( 'product_material' );
	}

	public function test_settings_travel_to_another_site_without_secrets(): void {
		$this->ready( array( 'web' => array( 'mirror' => true ), 'default' => array( 'interval' => 'daily' ) ) );
		$this->rest( 'PUT', '/settings', array( 'batch_size' => 25 ) );
		$this->rest( 'PUT', '/mapping/categories?channel=default', self::PARTS );
		$this->rest( 'PUT', '/mapping/attributes?channel=default&locale=en_US', array( 'rows' => array( array( 'target' => 'tags', 'attribute' => 'keywords' ) ) ) );
		$this->rest( 'POST', '/jobs', array( 'channel' => 'default', 'locale' => 'de_DE', 'interval' => 'daily' ) );
		$export = (string) wp_json_encode( $this->rest( 'GET', '/settings/export' )->get_data() );
		self::assertStringNotContainsString( 'top-', $export );
		self::assertStringNotContainsString( 'admin@example.test', $export );

		self::clean();
		$answer = $this->rest( 'POST', '/settings/import', json_decode( $export, true ) );
		self::assertSame( 200, $answer->get_status(), (string) wp_json_encode( $answer->get_data() ) );
		$strip = static fn( string $json ) => preg_replace( '/"exported_at":"[^"]+"/', '', $json );
		self::assertSame( $strip( $export ), $strip( (string) wp_json_encode( $this->rest( 'GET', '/settings/export' )->get_data() ) ) );
	}

	/** @dataProvider bad_imports @param array<string,mixed> $body */
	public function test_a_bad_import_saves_nothing( array $body, string $path ): void {
		$answer = $this->rest( 'POST', '/settings/import', $body + array( 'format' => 'unopim-connector', 'version' => 1, 'settings' => array( 'batch_size' => 1 ) ) );
		self::assertSame( array( 422, $path ), array( $answer->get_status(), $answer->get_data()['path'] ), (string) wp_json_encode( $answer->get_data() ) );
		self::assertSame( 0, $this->rest( 'GET', '/settings' )->get_data()['revision'] );
	}

	/** @return array<array{array<string,mixed>,string}> */
	public static function bad_imports(): array {
		return array(
			array( array( 'format' => 'other' ), 'format' ), array( array( 'version' => 9 ), 'format' ), array( array( 'settings' => array( 'batch_size' => 0 ) ), 'batch_size' ), array( array( 'settings' => 'x' ), 'settings' ),
			array( array( 'channels' => array( array( 'code' => 'default', 'pull' => 'yes' ) ) ), 'channels[0].pull' ), array( array( 'mapping' => array( 'version' => 3 ) ), 'version' ),
			array( array( 'mapping' => array( 'attributes' => array( 'default' => array( 'en_US' => array( array( 'target' => 'x' ) ) ) ) ) ), 'rows[0].target' ), array( array( 'jobs' => array( 'rows' => array( array( 'channel' => 'default', 'locale' => 'de_DE', 'interval' => 'never' ) ) ) ), 'jobs.rows[0].interval' ),
		);
	}

	public function test_a_mapping_of_version_1_is_read_as_it_is(): void {
		$old = array( 'version' => 1, 'core' => array( 'sku' => array( 'attribute' => 'sku' ) ), 'attributes' => array(), 'categories' => array( 'default' => array( 'men' => 14 ) ) );
		self::assertSame( 200, $this->rest( 'POST', '/settings/import', array( 'format' => 'unopim-connector', 'version' => 1, 'mapping' => $old ) )->get_status() );
		$document = self::service( Mapping::class )->document();
		self::assertSame( array( 2, 'sku', '{"default":{"men":14}}', '[]' ), array( $document->version, $document->core->sku->attribute, json_encode( $document->categories ), json_encode( $document->taxonomies ) ) );
	}
}
