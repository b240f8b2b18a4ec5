<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Run\StartFrame;
use UnoPim\Connector\Settings\Mapping;
use UnoPim\Connector\Tests\WordPress\Support\SiteTestCase;

/** Settings, channels and mapping by their routes. */
final class SettingsRoutesTest extends SiteTestCase {

	public function test_settings_have_defaults_and_keep_what_is_not_named(): void {
		$data = $this->rest( 'GET', '/settings' )->get_data();
		self::assertSame( array( false, 'trash', 50, 0 ), array( $data['dry_run'], $data['on_delete'], $data['batch_size'], $data['revision'] ) );
		$this->rest( 'PUT', '/settings', array( 'batch_size' => 25 ) );
		$data = $this->rest( 'PUT', '/settings', array( 'dry_run' => true ) )->get_data();
		self::assertSame( array( true, 25, 2 ), array( $data['dry_run'], $data['batch_size'], $data['revision'] ) );
	}

	/** @dataProvider bad_settings */
	public function test_a_bad_setting_saves_none( mixed $body, int $status, ?string $path ): void {
		$answer = $this->rest( 'PUT', '/settings', $body );
		self::assertSame( array( $status, $path ), array( $answer->get_status(), $answer->get_data()['path'] ) );
		self::assertSame( 0, $this->rest( 'GET', '/settings' )->get_data()['revision'] );
	}

	/** @return array<array{mixed,int,string|null}> */
	public static function bad_settings(): array {
		return array( array( array( 'dry_run' => true, 'batch_size' => 0 ), 422, 'batch_size' ), array( array( 'colour' => 1 ), 422, 'colour' ), array( array( 'x' ), 400, null ), array( 'no json', 400, null ) );
	}

	public function test_mapping_keeps_empty_maps_and_counts_its_revisions(): void {
		$revision = self::service( StartFrame::class )->revision( 'default', 'en_US' );
		$core     = $this->rest( 'PUT', '/mapping/core', array( 'core' => array( 'name' => array( 'attribute' => 'name', 'clear_when_empty' => true ) ) ) )->get_data()['core'];
		self::assertSame( array( 'sku', 'name', 'regular_price', 'sale_price', 'stock_quantity', 'stock_status', 'description', 'short_description', 'status' ), array_keys( get_object_vars( $core ) ), 'nine pinned rows' );
		self::assertNull( $core->sku );
		$this->rest( 'PUT', '/mapping/core', array( 'core' => array( 'sku' => array( 'attribute' => 'sku' ) ) ) );
		$this->rest( 'PUT', '/mapping/categories?channel=default', array( 'rows' => array( 'men' => 14 ) ) );
		$this->rest( 'PUT', '/mapping/categories?channel=web', array( 'rows' => new \stdClass() ) );
		$document = json_encode( self::service( Mapping::class )->document() );
		self::assertSame( '{"version":2,"core":{"sku":{"attribute":"sku"},"name":{"attribute":"name","clear_when_empty":true},"regular_price":null,"sale_price":null,"stock_quantity":null,"stock_status":null,"description":null,"short_description":null,"status":null},"attributes":{},"categories":{"default":{"men":14},"web":{}},"category_fields":{},"taxonomies":[],"references":{}}', $document );
		self::assertNotSame( $revision, self::service( StartFrame::class )->revision( 'default', 'en_US' ) );
	}

	public function test_a_language_without_rows_inherits_those_of_the_channels_default(): void {
		$this->connect();
		$rows = array( array( 'target' => 'attribute:pa_color', 'attribute' => 'color', 'visible' => true ) );
		$this->rest( 'PUT', '/mapping/attributes?channel=default&locale=en_US', array( 'rows' => $rows ) );
		$german = $this->rest( 'GET', '/mapping/attributes?channel=default&locale=de_DE' )->get_data();
		self::assertSame( array( true, json_encode( $rows ) ), array( $german['inherited'], json_encode( $german['rows'] ) ) );
		$saved = $this->rest( 'PUT', '/mapping/attributes?channel=default&locale=de_DE', array( 'rows' => array() ) )->get_data();
		self::assertSame( array( false, array() ), array( $saved['inherited'], $saved['rows'] ), 'saved empty is not unsaved' );
		self::assertFalse( $this->rest( 'GET', '/mapping/attributes?channel=default&locale=en_US' )->get_data()['inherited'] );
		self::assertSame( array(), $this->rest( 'GET', '/mapping/attributes?channel=other&locale=en_US' )->get_data()['rows'] );
	}

	public function test_a_bad_mapping_saves_nothing(): void {
		foreach ( array( array( '/mapping/core', array( 'core' => array( 'colour' => null ) ), 'core.colour' ), array( '/mapping/core', array( 'core' => 'x' ), 'core' ), array( '/mapping/attributes?channel=default&locale=en_US', array( 'rows' => array( array( 'attribute' => 'x' ) ) ), 'rows[0].target' ), array( '/mapping/categories?channel=default', array( 'rows' => array( 'men' => -1 ) ), 'rows.men' ), array( '/mapping/attributes?channel=..&locale=en_US', array( 'rows' => array() ), 'channel' ), array( '/mapping/attributes?channel=default', array( 'rows' => array() ), 'locale' ) ) as list( $route, $body, $path ) ) {
			$answer = $this->rest( 'PUT', $route, $body );
			self::assertSame( $path, $answer->get_data()['path'], $route );
			self::assertContains( $answer->get_status(), array( 400, 422 ) );
		}
		self::assertSame( 0, self::service( Mapping::class )->revision() );
	}

	public function test_channels_are_saved_in_order_and_gone_ones_are_marked(): void {
		$this->connect();
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'gone', 'pull' => false ), array( 'code' => 'default', 'cooldown' => 5 ) ) ) );
		$rows = $this->rest( 'GET', '/channels' )->get_data();
		self::assertSame( array( array( 'gone', true, true, false, 60 ), array( 'default', true, false, true, 5 ), array( 'web', false, false, true, 60 ) ), array_map( static fn( $row ) => array( $row['code'], $row['saved'], $row['missing'], $row['pull'], $row['cooldown'] ), $rows ) );
		self::assertSame( array( array( 'code' => 'en_US' ), array( 'code' => 'de_DE' ) ), array_map( static fn( $locale ) => array( 'code' => $locale['code'] ), $rows[1]['locales'] ) );
		$bad = $this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'web' ), array( 'code' => 'default', 'interval' => 'never' ) ) ) );
		self::assertSame( array( 422, 'channels[1].interval' ), array( $bad->get_status(), $bad->get_data()['path'] ) );
		self::assertSame( 5, $this->rest( 'GET', '/channels' )->get_data()[1]['cooldown'] );
	}

	public function test_a_failed_refresh_keeps_the_channels(): void {
		$this->connect();
		$this->unopim->behave( array( 'status' => array( '/api/v1/rest/channels' => 500 ) ) );
		self::assertSame( 502, $this->rest( 'POST', '/channels/refresh' )->get_status() );
		self::assertSame( 'default', $this->rest( 'GET', '/channels' )->get_data()[0]['code'] );
	}

	public function test_pickers_search_codes_and_labels(): void {
		global $wpdb;
		foreach ( array( 'color' => '{"code":"color","type":"select","labels":{"en_US":"Shade","de_DE":"Farbtöne"}}', 'size' => '{"code":"size","type":"select","labels":[]}', '100%_x' => '{"code":"100%_x","labels":{}}' ) as $code => $body ) {
			$wpdb->insert( self::service( Schema::class )->table( 'catalog' ), array( 'kind' => 'attribute', 'code' => $code, 'body' => $body ) );
		}
		$wpdb->insert( self::service( Schema::class )->table( 'catalog' ), array( 'kind' => 'category', 'code' => 'men', 'body' => '{"code":"men","parent":"root","additional_data":{"locale_specific":{"en_US":{"name":"For men"}}}}' ) );
		$codes = fn( string $search ) => array_column( $this->rest( 'GET', '/catalog/attributes?search=' . rawurlencode( $search ) )->get_data(), 'label', 'code' );
		self::assertSame( array( 'color' => 'Shade' ), $codes( 'farbtöne' ) );
		self::assertSame( array( 'color' => 'Shade' ), $codes( 'COL' ) );
		self::assertSame( array( 'size' => 'size' ), $codes( 'siz' ) );
		self::assertSame( array( '100%_x' => '100%_x' ), $codes( '0%_' ) );
		self::assertSame( array(), $codes( "'; DROP" ) );
		self::assertCount( 3, $codes( '' ) );
		self::assertSame( 'For men', $this->rest( 'GET', '/catalog/categories?search=men' )->get_data()[0]['label'] );
	}

	public function test_pickers_tell_where_a_category_stands_and_find_some_by_their_codes(): void {
		global $wpdb;
		$table = self::service( Schema::class )->table( 'catalog' );
		foreach ( array( 'root' => null, 'men' => 'root', 'shirts' => 'men', 'adrift' => 'nowhere', 'round' => 'about', 'about' => 'round' ) as $code => $parent ) {
			$wpdb->insert( $table, array( 'kind' => 'category', 'code' => $code, 'body' => wp_json_encode( array( 'code' => $code, 'parent' => $parent, 'additional_data' => array( 'locale_specific' => array( 'en_US' => array( 'name' => ucfirst( $code ) ) ) ) ) ) ) );
		}
		$wpdb->insert( $table, array( 'kind' => 'category_field', 'code' => 'picture', 'body' => '{"code":"picture","type":"image","labels":{"en_US":"Picture"}}' ) );
		$paths = fn( string $query ) => array_column( $this->rest( 'GET', "/catalog/categories?{$query}" )->get_data(), 'path', 'code' );
		self::assertSame( array( 'shirts' => array( 'Root', 'Men' ) ), $paths( 'search=shirts' ) );
		$named = $paths( 'codes=men,adrift,round,unknown' );
		ksort( $named );
		self::assertSame( array( 'adrift' => array(), 'men' => array( 'Root' ), 'round' => array( 'Round', 'About' ) ), $named );
		self::assertSame( array( array( 'Picture', 'image' ) ), array_map( static fn( $row ) => array( $row['label'], $row['type'] ), $this->rest( 'GET', '/catalog/category-fields' )->get_data() ) );
		self::assertSame( 400, $this->rest( 'GET', '/catalog/categories?codes=' . implode( ',', range( 1, 101 ) ) )->get_status() );
	}

	public function test_no_get_changes_anything(): void {
		$this->connect();
		$before = self::stored();
		foreach ( array( '/connection', '/settings', '/channels', '/mapping/core', '/mapping/attributes?channel=default&locale=en_US', '/mapping/categories?channel=default', '/mapping/targets', '/mapping/terms', '/catalog/attributes', '/links', '/runs', '/logs', '/health' ) as $route ) {
			self::assertSame( 200, $this->rest( 'GET', $route )->get_status(), $route );
		}
		self::assertSame( $before, self::stored() );
	}
}
