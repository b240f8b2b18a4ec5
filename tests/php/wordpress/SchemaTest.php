<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\WordPress;

use UnoPim\Connector\Platform\Capability;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Platform\Upgrade;
use UnoPim\Connector\Tests\WordPress\Support\SiteTestCase;

final class SchemaTest extends SiteTestCase {

	public function test_activation_made_every_table_on_innodb(): void {
		global $wpdb;
		$schema = self::service( Schema::class );
		foreach ( Schema::TABLES as $name ) {
			$row = $wpdb->get_row( $wpdb->prepare( 'SHOW TABLE STATUS LIKE %s', $schema->table( $name ) ) );
			self::assertSame( 'InnoDB', $row->Engine ?? null, $name );
		}
		self::assertTrue( $schema->is_current() );
	}

	public function test_codes_are_told_apart_by_case_and_stay_unique(): void {
		global $wpdb;
		$links = self::service( Schema::class )->table( 'links' );
		$row   = array( 'entity' => 'product', 'channel' => 'default', 'code' => 'Red', 'shop_id' => 1, 'bases' => '{}', 'created_at' => '2026-01-01 00:00:00' );
		self::assertSame( 1, $wpdb->insert( $links, $row ) );
		self::assertSame( 1, $wpdb->insert( $links, array( 'code' => 'red' ) + $row ) );
		self::assertSame( 1, $wpdb->insert( $links, array( 'code' => 'réd' ) + $row ) );
		self::assertSame( 1, $wpdb->insert( $links, array( 'channel' => 'web' ) + $row ) );
		$wpdb->suppress_errors( true );
		self::assertFalse( $wpdb->insert( $links, $row ) );
		$wpdb->suppress_errors( false );
		self::assertSame( 1, $wpdb->insert( $links, array( 'code' => str_repeat( '语', 191 ) ) + $row ), 'the longest code fits its key' );
	}

	public function test_an_upgrade_adds_what_is_missing_and_keeps_the_rows(): void {
		global $wpdb;
		$schema = self::service( Schema::class );
		$links  = $schema->table( 'links' );
		$wpdb->insert( $links, array( 'entity' => 'product', 'channel' => 'default', 'code' => 'mug', 'shop_id' => 55, 'bases' => '{"name":["a","b"]}', 'created_at' => '2026-01-01 00:00:00' ) );
		$wpdb->query( "ALTER TABLE {$links} DROP COLUMN context, DROP INDEX flags" );
		$wpdb->query( 'DROP TABLE ' . $schema->table( 'media' ) );
		update_option( Schema::OPTION, Schema::VERSION - 1, false );

		self::service( Upgrade::class )->run();

		self::assertTrue( $schema->exists( 'media' ) );
		self::assertContains( 'context', $wpdb->get_col( "SHOW COLUMNS FROM {$links}" ) );
		self::assertContains( 'flags', $wpdb->get_col( "SHOW INDEX FROM {$links}", 2 ) );
		self::assertSame( array( 'mug', '55' ), $wpdb->get_row( "SELECT code, shop_id FROM {$links}", ARRAY_N ) );
		self::assertTrue( $schema->is_current() );
	}

	public function test_a_second_upgrade_changes_nothing(): void {
		global $wpdb;
		$describe = static fn() => array_map( static fn( $name ) => $wpdb->get_row( 'SHOW CREATE TABLE ' . self::service( Schema::class )->table( $name ), ARRAY_N )[1], Schema::TABLES );
		$before   = preg_replace( '/ AUTO_INCREMENT=\d+/', '', $describe() );
		require_once ABSPATH . 'wp-admin/includes/upgrade.php';
		self::assertSame( array(), dbDelta( self::service( Schema::class )->definitions(), false ), 'dbDelta reads our definitions as it reads the tables' );
		self::service( Schema::class )->upgrade();
		self::assertSame( $before, preg_replace( '/ AUTO_INCREMENT=\d+/', '', $describe() ) );
	}

	public function test_there_is_no_upgrade_without_need(): void {
		global $wpdb;
		get_option( Schema::OPTION );
		$count = $wpdb->num_queries;
		self::service( Upgrade::class )->run();
		self::assertSame( $count, $wpdb->num_queries );
	}

	public function test_the_capability_is_given_to_administrators(): void {
		self::assertTrue( get_role( 'administrator' )->has_cap( Capability::NAME ) );
		self::assertFalse( get_role( 'subscriber' )->has_cap( Capability::NAME ) );
		add_role( 'shop_manager', 'Shop manager', array( 'read' => true ) );
		Capability::grant();
		self::assertTrue( get_role( 'shop_manager' )->has_cap( Capability::NAME ) );
	}

	public function test_an_unknown_table_has_no_name(): void {
		$this->expectException( \InvalidArgumentException::class );
		self::service( Schema::class )->table( 'users' );
	}
}
