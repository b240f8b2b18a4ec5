<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Run\RunSettings;
use UnoPim\Connector\Run\StartFrame;
use UnoPim\Connector\Run\Watermarks;
use UnoPim\Connector\Tests\WordPress\Support\RunTestCase;

/** What a run is told beside its job. */
final class RunSettingsTest extends RunTestCase {

	/** @return array<string,mixed> */
	private static function of( string $channel = 'default', string $locale = 'en_US' ): array {
		return self::service( RunSettings::class )->of( $channel, $locale );
	}

	public function test_settings_of_site_and_channel_reach_the_engine(): void {
		$this->ready( array( 'default' => array( 'mirror' => true, 'root_only' => true, 'create_categories' => false, 'conflict_policy' => 'woocommerce' ) ) );
		$this->rest( 'PUT', '/settings', array( 'on_delete' => 'skip', 'trashed_match' => 'restore', 'match_by_gtin' => true, 'requests_per_minute' => 60, 'images_per_minute' => 30, 'largest_image_mb' => 3 ) );
		$told = self::of();
		$want = array( 'mirror' => true, 'root_only' => true, 'create_categories' => false, 'conflict_policy' => 'woocommerce', 'on_delete' => 'skip', 'trashed_match' => 'restore', 'match_by_gtin' => true, 'requests_per_minute' => 60, 'images_per_minute' => 30, 'largest_image_mb' => 3 );
		foreach ( $want as $name => $value ) {
			self::assertSame( $value, $told[ $name ], $name );
		}
		self::assertArrayNotHasKey( 'guard', $told );
	}

	public function test_channels_above_and_below_that_pull_are_named_in_their_order(): void {
		$this->ready( array( 'web' => array( 'root_only' => true ), 'default' => array() ) );
		self::assertSame( array( array( 'channel' => 'web', 'locale' => 'en_US', 'default_locale' => 'en_US', 'locales' => array( 'en_US' ), 'root_only' => true ) ), self::of()['above'] );
		self::assertSame( array(), self::of( 'web' )['above'] );
		self::assertSame( array( array( array( 'channel' => 'default', 'root_only' => false ) ), array() ), array( self::of( 'web' )['below'], self::of()['below'] ) );
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'web', 'pull' => false ), array( 'code' => 'default' ) ) ) );
		self::assertSame( array(), self::of()['above'], 'a channel that does not pull claims nothing' );
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'gone' ), array( 'code' => 'default' ) ) ) );
		self::assertSame( array(), self::of()['above'], 'nor does one that UnoPim lost' );
	}

	public function test_a_further_language_brings_its_own_rows_only(): void {
		$this->ready();
		self::assertFalse( self::of( 'default', 'en_US' )['own_rows_only'] );
		self::assertTrue( self::of( 'default', 'de_DE' )['own_rows_only'] );
	}

	public function test_filters_set_the_pace_within_limits(): void {
		$this->ready();
		$filters = array( 'rate_limit' => 5, 'image_rate' => 7, 'batch_size' => 9999 );
		foreach ( $filters as $name => $value ) {
			add_filter( "unopim_connector_{$name}", $GLOBALS["filter_{$name}"] = static fn() => $value );
		}
		$told = self::of();
		self::assertSame( array( 5, 7, 500 ), array( $told['requests_per_minute'], $told['images_per_minute'], $told['batch_size'] ) );
		foreach ( array_keys( $filters ) as $name ) {
			remove_filter( "unopim_connector_{$name}", $GLOBALS["filter_{$name}"] );
		}
	}

	public function test_the_guard_can_be_lowered_and_not_raised(): void {
		$this->ready();
		for ( $i = 1; $i <= 3; $i++ ) {
			self::insert( 'links', array( 'entity' => 'product', 'channel' => 'default', 'code' => "p{$i}", 'shop_id' => $i, 'bases' => '{}', 'created_at' => '2026-01-01 00:00:00' ) );
		}
		self::insert( 'links', array( 'entity' => 'category', 'channel' => 'default', 'code' => 'men', 'shop_id' => 9, 'bases' => '{}', 'created_at' => '2026-01-01 00:00:00' ) );
		$asked = array();
		add_filter( 'unopim_connector_deletion_guard', $filter = static function ( $limit, $linked, $entity ) use ( &$asked ) {
			$asked[ $entity ] = array( $limit, $linked );
			return 'product' === $entity ? 2 : 1000;
		}, 10, 3 );
		$guard = self::of()['guard'];
		remove_filter( 'unopim_connector_deletion_guard', $filter );
		self::assertSame( array( 'product' => 2 ), $guard );
		ksort( $asked );
		self::assertSame( array( 'category' => array( 50, 1 ), 'product' => array( 50, 3 ) ), $asked );
	}

	public function test_the_watermark_is_kept_per_channel_and_language_and_not_by_a_dry_run(): void {
		$this->ready();
		$marks = self::service( Watermarks::class );
		$this->end( $this->start( array( 'scope' => 'full' ) )['id'], 'done', array( 'watermark' => '2026-11-23T10:00:00Z' ) );
		self::assertSame( array( '2026-11-23T10:00:00Z', null, null ), array( $marks->get( 'default', 'en_US' ), $marks->get( 'default', 'de_DE' ), $marks->get( 'web', 'en_US' ) ) );
		$this->end( $this->start( array( 'dry' => true ) )['id'], 'done', array( 'watermark' => '2026-11-24T10:00:00Z' ) );
		$this->end( $this->start( array( 'scope' => 'changes' ) )['id'], 'done', array( 'watermark' => null ) );
		$this->end( $this->start( array( 'scope' => 'changes' ) )['id'], 'failed', array( 'watermark' => '2026-11-24T11:00:00Z' ) );
		self::assertSame( '2026-11-23T10:00:00Z', $marks->get( 'default', 'en_US' ) );
		$this->end( $this->start( array( 'scope' => 'changes', 'locale' => 'de_DE' ) )['id'], 'done_with_errors', array( 'watermark' => '2026-11-24T12:00:00Z' ) );
		self::assertSame( array( '2026-11-23T10:00:00Z', '2026-11-24T12:00:00Z' ), array( $marks->get( 'default', 'en_US' ), $marks->get( 'default', 'de_DE' ) ) );
		$engine = $this->end( $this->start( array( 'scope' => 'changes' ) )['id'] );
		self::assertSame( '2026-11-23T10:00:00Z', $engine->told[0]['run']['watermark'] );
	}

	public function test_choices_of_numeric_skus_stay_maps(): void {
		$this->ready();
		$id     = $this->start( array( 'scope' => 'one', 'skus' => array( '0', '1' ), 'choices' => array( '0' => array( 'name' => 'shop' ), '1' => array( 'name' => 'unopim' ) ) ) )['id'];
		$frame = self::service( StartFrame::class )->build( $this->row( $id ) );
		self::assertStringContainsString( '"choices":{"0":{"name":"shop"},"1":{"name":"unopim"}}', $frame );
		self::assertSame( '{"0":{"name":"shop"},"1":{"name":"unopim"}}', json_encode( $this->rest( 'GET', "/runs/{$id}" )->get_data()['job']['choices'] ) );
	}

	public function test_the_revision_changes_with_what_a_plan_depends_on_and_with_nothing_else(): void {
		$this->ready();
		$revision = static fn() => self::service( StartFrame::class )->revision( 'default', 'en_US' );
		$first    = $revision();
		$this->rest( 'PUT', '/settings', array( 'dry_run' => true, 'log_retention_days' => 5, 'requests_per_minute' => 50 ) );
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'default', 'interval' => 'daily' ) ) ) );
		self::assertSame( $first, $revision() );
		$seen = array( $first );
		foreach ( array(
			fn() => $this->rest( 'PUT', '/settings', array( 'on_delete' => 'delete' ) ),
			fn() => $this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'default', 'mirror' => true ) ) ) ),
			fn() => $this->rest( 'PUT', '/mapping/core', array( 'core' => array( 'sku' => array( 'attribute' => 'sku' ) ) ) ),
			static fn() => update_option( 'woocommerce_weight_unit', 'lbs' ),
		) as $change ) {
			$change();
			$seen[] = $revision();
		}
		delete_option( 'woocommerce_weight_unit' );
		self::assertCount( 5, array_unique( $seen ) );
	}
}
