<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Network;

use UnoPim\Connector\Jobs\Queues;
use UnoPim\Connector\Logs\LogWriter;
use UnoPim\Connector\Platform\Capability;
use UnoPim\Connector\Platform\Lifecycle;
use UnoPim\Connector\Platform\Options;
use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Platform\Sites;
use UnoPim\Connector\Platform\Uninstaller;
use UnoPim\Connector\Push\Changes;
use UnoPim\Connector\Tests\WordPress\Support\Frames;
use UnoPim\Connector\Tests\WordPress\Support\RunTestCase;

/** One connection writes to two sites; what belongs to whom, and that it always comes back. */
final class NetworkTest extends RunTestCase {

	private const SECOND = 2;

	protected function setUp(): void {
		self::on_second( static fn() => self::clean() );
		parent::setUp();
		foreach ( array( 1, self::SECOND ) as $site ) {
			self::service( Sites::class )->at( $site, static fn() => self::empty_shop() );
		}
	}

	protected function tearDown(): void {
		self::assertSame( 1, get_current_blog_id(), 'every test ends where it began' );
		parent::tearDown();
	}

	private static function on_second( callable $work ): mixed {
		switch_to_blog( self::SECOND );
		try {
			return $work();
		} finally {
			restore_current_blog();
		}
	}

	private static function empty_shop(): void {
		foreach ( get_posts( array( 'post_type' => array( 'product', 'product_variation' ), 'post_status' => array( 'any', 'trash' ), 'numberposts' => -1, 'fields' => 'ids' ) ) as $id ) {
			wp_delete_post( $id, true );
		}
	}

	/** @return array<string> SKUs of the present site's products */
	private static function skus(): array {
		global $wpdb;
		return $wpdb->get_col( "SELECT sku FROM {$wpdb->prefix}wc_product_meta_lookup ORDER BY sku" );
	}

	private static function rows( string $table, int $site ): int {
		global $wpdb;
		return (int) $wpdb->get_var( 'SELECT COUNT(*) FROM ' . $wpdb->get_blog_prefix( $site ) . "unopim_{$table}" );
	}

	/** @return array<string,mixed> */
	private static function product( string $sku, array $fields = array() ): array {
		$write = static fn( $field, $new ) => array( 'field' => $field, 'old' => null, 'new' => $new, 'reason' => 'created', 'write' => true, 'expect' => null );
		return array(
			'n'       => 1,
			'entity'  => 'product',
			'key'     => $sku,
			'channel' => 'web',
			'action'  => 'create',
			'kind'    => 'simple',
			'id'      => null,
			'parent'  => null,
			'fields'  => array_map( $write, array_keys( $fields + array( 'sku' => $sku, 'name' => ucfirst( $sku ), 'status' => 'publish', 'regular_price' => '9.50' ) ), array_values( $fields + array( 'sku' => $sku, 'name' => ucfirst( $sku ), 'status' => 'publish', 'regular_price' => '9.50' ) ) ),
			'link'    => array( 'target' => 'abc', 'bases' => new \stdClass(), 'context' => null, 'flags' => array() ),
		);
	}

	/** `web` writes to the second site, `default` to this one. */
	private function connected(): void {
		$this->ready( array( 'default' => array(), 'web' => array( 'site' => self::SECOND ) ) );
	}

	public function test_a_further_language_belongs_to_the_site_of_its_channel(): void {
		$this->connected();
		$channels = self::service( \UnoPim\Connector\Settings\Channels::class );
		self::assertSame( array( self::SECOND, self::SECOND, 0 ), array_map( array( $channels, 'site_of' ), array( 'web', 'web@fr_FR', 'default@fr_FR' ) ) );
	}

	public function test_a_pull_writes_to_the_site_of_its_channel_and_logs_there(): void {
		$this->connected();
		$run    = $this->start( array( 'channel' => 'web' ) )['id'];
		$engine = $this->drive(
			$run,
			static fn( $frame, $n ) => match ( $n ) {
				1       => Frames::step( array( array( 'id' => 1, 'do' => 'store.apply', 'operations' => array( self::product( 'mug' ) ) ), array( 'id' => 2, 'do' => 'catalog.write', 'kind' => 'family', 'records' => array( array( 'code' => 'default', 'hash' => 'h', 'body' => null ) ), 'complete' => true ) ), null, array( array( 'level' => 'info', 'op' => 'pull', 'entity' => 'product', 'key' => 'mug', 'message' => 'made' ) ) ),
				2       => Frames::step( array( array( 'id' => 3, 'do' => 'links.read', 'entity' => 'product', 'channel' => 'web', 'codes' => array( 'mug' ), 'match' => 'sku' ), array( 'id' => 4, 'do' => 'items.write', 'items' => array( array( 'lane' => 'parked', 'entity' => 'product', 'channel' => 'web', 'code' => 'tee', 'id' => 0, 'state' => 'parked', 'tries' => 0, 'in' => 0, 'error_code' => 'x', 'body' => null ) ), 'remove' => array() ) ) ),
				default => Frames::done(),
			}
		);
		self::assertSame( 'done', $this->row( $run )->status, (string) wp_json_encode( $this->row( $run )->result ) );
		self::assertSame( array( 'USD', 'lbs' ), array( $engine->told[0]['run']['store']['currency'], $engine->told[0]['run']['store']['weight_unit'] ), 'the facts of the shop that is written to' );
		self::assertSame( 'done', $engine->told[1]['responses'][0]['results'][0]['status'] );
		self::assertSame( 'mug', $engine->told[2]['responses'][0]['links'][0]['code'] );

		self::assertSame( array(), self::skus(), 'this site is left alone' );
		self::assertSame( array( 'mug' ), self::on_second( static fn() => self::skus() ) );
		self::assertSame( array( 0, 1 ), array( self::rows( 'links', 1 ), self::rows( 'links', self::SECOND ) ), 'links are with the shop' );
		foreach ( array( 'runs', 'operations', 'items', 'catalog' ) as $table ) {
			self::assertSame( 0, self::rows( $table, self::SECOND ), "{$table} stays with the connection" );
			self::assertGreaterThan( 0, self::rows( $table, 1 ), $table );
		}
		self::assertSame( array( 'made', 'mug was created', 'pull full: done. updated 2, writes 2' ), array_column( $this->rest( 'GET', "/logs?run={$run}&after=0" )->get_data(), 'message' ), 'the owner sees the log of its run' );
		self::assertSame( 3, self::rows( 'logs', self::SECOND ) );
		self::assertSame( array( 'mug' ), array_column( $this->rest( 'GET', '/links?channel=web' )->get_data(), 'code' ) );
		self::assertSame( array( 'tee' ), array_column( $this->rest( 'GET', '/parked' )->get_data(), 'key' ) );
		$id = self::on_second( static fn() => wc_get_product_id_by_sku( 'mug' ) );
		self::assertSame( array( 'mug' ), self::on_second( fn() => array_column( $this->rest( 'GET', "/products/{$id}/state" )->get_data()['links'], 'code' ) ), 'and its editor there' );
	}

	public function test_what_the_channels_of_a_site_share_waits_for_that_site(): void {
		global $wpdb;
		$this->connected();
		$body = (object) array( 'fields' => array( array( 'field' => 'name', 'shop' => 'Ruby', 'unopim' => 'Crimson', 'shown' => null ) ), 'target' => 'a' );
		$held = static fn( string $channel ): array => array( 'lane' => 'held', 'entity' => 'option', 'channel' => $channel, 'code' => 'color/red', 'id' => 9, 'state' => 'open', 'tries' => 0, 'error_code' => 'conflict', 'body' => $body );
		$read = static fn( string $channel ): array => array( 'taxonomy' => 'pa_color', 'entity' => 'option', 'channel' => $channel, 'prefix' => 'color/' );
		$told = array();
		foreach ( array( 'default', 'web' ) as $channel ) {
			$engine = $this->drive(
				$this->start( array( 'channel' => $channel ) )['id'],
				static fn( $frame, $n ) => match ( $n ) {
					1       => Frames::step( array( array( 'id' => 1, 'do' => 'items.write', 'items' => array( $held( '' ), $held( '@fr_FR' ) ), 'remove' => array() ), array( 'id' => 2, 'do' => 'terms.read', 'taxonomies' => array( $read( '' ), $read( '@fr_FR' ) ) ) ) ),
					default => Frames::done(),
				}
			);
			foreach ( $engine->told[1]['responses'][1]['taxonomies'] as $taxonomy ) {
				$told[ $channel ][] = array_column( $taxonomy['items'], 'channel' );
			}
		}
		self::assertSame( array_fill_keys( array( 'default', 'web' ), array( array( '' ), array( '@fr_FR' ) ) ), $told, 'each site sees its own' );
		self::assertSame( array( '', '@2', '@2@fr_FR', '@fr_FR' ), array_map( 'strval', $wpdb->get_col( 'SELECT channel FROM ' . self::service( Schema::class )->table( 'items' ) . " WHERE lane = 'held' ORDER BY channel" ) ) );
		$shown = fn( string $channel ): array => array_column( $this->rest( 'GET', "/reviews?channel={$channel}" )->get_data(), 'channel', 'row' );
		self::assertSame( array( array( 'default@fr_FR', 'default' ), array( 'web@fr_FR', 'web' ) ), array( array_values( $shown( 'default' ) ), array_values( $shown( 'web' ) ) ) );
		$job = $this->rest( 'POST', '/reviews', array( 'ids' => array( array_search( 'web@fr_FR', $shown( 'web' ), true ) ), 'all' => 'shop' ) )->get_data()['job'];
		self::assertSame( array( 'web', 'fr_FR', array( 'color' ) ), array( $job['channel'], $job['locale'], $job['attributes'] ) );
	}

	public function test_it_comes_back_after_an_error_and_logs_it_there(): void {
		$this->connected();
		$break = static function (): void {
			switch_to_blog( 1 ); // Somebody else's mistake on top.
			throw new \RuntimeException( 'A plugin broke.' );
		};
		add_action( 'unopim_connector_item_created', $break );
		$run = $this->start( array( 'channel' => 'web' ) )['id'];
		$this->drive( $run, static fn() => Frames::step( array( array( 'id' => 1, 'do' => 'store.apply', 'operations' => array( self::product( 'mug' ) ) ) ) ) );
		remove_action( 'unopim_connector_item_created', $break );
		self::assertSame( 1, get_current_blog_id() );
		self::assertSame( 'running', $this->row( $run )->status, 'it is tried again' );
		self::assertSame( array( 'A plugin broke.' ), array_column( $this->rest( 'GET', "/logs?run={$run}&level=error" )->get_data(), 'message' ) );
		self::assertSame( array( 1, 1 ), array( self::rows( 'logs', self::SECOND ), (int) self::on_second( static fn() => wp_count_posts( 'product' )->publish ) ) );
	}

	public function test_both_shops_may_have_an_attribute_of_one_name(): void {
		$this->connected();
		$here = wc_create_attribute( array( 'name' => 'Colour', 'slug' => 'colour' ) );
		register_taxonomy( 'pa_colour', 'product' );
		$write     = static fn( $field, $new ) => array( 'field' => $field, 'old' => null, 'new' => $new, 'reason' => 'created', 'write' => true, 'expect' => null );
		$attribute = array( 'entity' => 'attribute', 'key' => 'colour', 'channel' => '', 'kind' => '', 'fields' => array( $write( 'name', 'Colour' ), $write( 'slug', 'colour' ) ) ) + self::product( 'x' );
		$option    = array( 'n' => 2, 'entity' => 'option', 'key' => 'colour/red', 'channel' => '', 'kind' => '', 'taxonomy' => 'pa_colour', 'fields' => array( $write( 'name', 'Red' ), $write( 'slug', 'red' ) ) ) + self::product( 'x' );
		$engine    = $this->drive( $this->start( array( 'channel' => 'web' ) )['id'], static fn( $frame, $n ) => 1 === $n ? Frames::step( array( array( 'id' => 1, 'do' => 'store.apply', 'operations' => array( $attribute, $option ) ) ) ) : Frames::done() );
		self::assertSame( array( 'done', 'done' ), array_column( $engine->told[1]['responses'][0]['results'], 'status' ), (string) wp_json_encode( $engine->told[1] ) );
		self::assertTrue( taxonomy_exists( 'pa_colour' ) );
		$slugs = static fn(): array => array( array_values( wc_get_attribute_taxonomy_labels() ), get_terms( array( 'taxonomy' => 'pa_colour', 'hide_empty' => false, 'fields' => 'slugs' ) ) );
		self::assertSame( array( array( 'Colour' ), array() ), $slugs() );
		self::assertSame( array( array( 'Colour' ), array( 'red' ) ), self::on_second( $slugs ) );
		self::on_second( static fn() => array_map( 'wc_delete_attribute', array_column( wc_get_attribute_taxonomies(), 'attribute_id' ) ) );
		wc_delete_attribute( $here );
	}

	public function test_what_is_undone_is_undone_there(): void {
		$this->connected();
		$run = $this->start( array( 'channel' => 'web' ) )['id'];
		$this->drive( $run, static fn( $frame, $n ) => 1 === $n ? Frames::step( array( array( 'id' => 1, 'do' => 'store.apply', 'operations' => array( self::product( 'mug' ) ) ) ) ) : Frames::done() );
		$undo = $this->rest( 'POST', "/runs/{$run}/undo" );
		self::assertSame( 201, $undo->get_status(), (string) wp_json_encode( $undo->get_data() ) );
		$engine = $this->drive( $undo->get_data()['id'], static fn( $frame, $n ) => 1 === $n ? Frames::step( array( array( 'id' => 1, 'do' => 'history.read', 'run' => $run, 'before' => null, 'limit' => 50 ) ) ) : Frames::done() );
		self::assertSame( 'mug', $engine->told[1]['responses'][0]['operations'][0]['key'] );
	}

	public function test_the_dropdown_lists_the_sites_with_their_reasons(): void {
		$this->connect();
		$sites = fn() => array_column( $this->rest( 'GET', '/channels/sites' )->get_data(), null, 'id' );
		self::assertSame( array( true, null ), array( $sites()[1]['own'], $sites()[1]['reason'] ) );
		self::assertSame( array( 'Second', false, null ), array( $sites()[2]['name'], $sites()[2]['own'], $sites()[2]['reason'] ) );
		self::on_second( static fn() => self::service( Options::class )->write( 'connection', array( 'url' => 'https://pim.example' ) ) );
		self::assertStringContainsString( 'connection of its own', $sites()[2]['reason'] );
		$refused = $this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'web', 'site' => self::SECOND ) ) ) );
		self::assertSame( array( 422, 'no_site', 'channels[0].site' ), array( $refused->get_status(), $refused->get_data()['code'], $refused->get_data()['path'] ) );
		self::on_second( static fn() => self::service( Options::class )->delete( 'connection' ) );
		$refused = $this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'web', 'site' => 99 ) ) ) );
		self::assertSame( 'no_site', $refused->get_data()['code'] );
		self::assertSame( array(), array_filter( array_column( $this->rest( 'GET', '/channels' )->get_data(), 'site' ) ) );
	}

	public function test_a_user_needs_the_capability_on_both_sites(): void {
		$this->connected();
		$user = self::user( 'shop_manager' );
		add_user_to_blog( 1, $user, 'shop_manager' );
		remove_user_from_blog( $user, self::SECOND );
		wp_set_current_user( $user );
		self::assertSame( 200, $this->rest( 'GET', '/channels' )->get_status() );
		self::assertNotNull( array_column( $this->rest( 'GET', '/channels/sites' )->get_data(), 'reason', 'id' )[ self::SECOND ] );
		$answer = $this->rest( 'POST', '/runs', array( 'host' => 'server', 'job' => array( 'kind' => 'pull', 'channel' => 'web' ) ) );
		self::assertSame( array( 409, 'no_permission' ), array( $answer->get_status(), $answer->get_data()['code'] ) );
		add_user_to_blog( self::SECOND, $user, 'shop_manager' );
		self::assertSame( 201, $this->rest( 'POST', '/runs', array( 'host' => 'server', 'job' => array( 'kind' => 'pull', 'channel' => 'web' ) ) )->get_status() );
	}

	public function test_a_served_site_pulls_and_excludes_through_its_owner(): void {
		$this->connected();
		$run = self::on_second( fn() => $this->rest( 'POST', '/runs', array( 'host' => 'server', 'job' => array( 'kind' => 'pull', 'scope' => 'one', 'channel' => 'web', 'skus' => array( 'mug' ) ) ) ) );
		self::assertSame( 201, $run->get_status(), (string) wp_json_encode( $run->get_data() ) );
		$id = $run->get_data()['id'];
		self::assertSame( array( 1, 0 ), array( self::rows( 'runs', 1 ), self::rows( 'runs', self::SECOND ) ) );
		$this->drive( $id, static fn( $frame, $n ) => 1 === $n ? Frames::step( array( array( 'id' => 1, 'do' => 'store.apply', 'operations' => array( self::product( 'mug' ) ) ) ) ) : Frames::done() );
		self::assertSame( 'done', self::on_second( fn() => $this->rest( 'GET', "/runs/{$id}" )->get_data()['status'] ) );
		self::assertSame( array( 'mug' ), self::on_second( static fn() => self::skus() ) );
		$product = self::on_second( static fn() => wc_get_product_id_by_sku( 'mug' ) );
		self::on_second( fn() => $this->rest( 'POST', '/links', array( 'do' => 'exclude', 'channel' => 'web', 'code' => 'mug', 'id' => $product ) ) );
		self::assertSame( array( 'mug' => 'open' ), self::items( 'excluded' ), 'where the owner’s runs look' );
		self::assertTrue( self::on_second( fn() => $this->rest( 'GET', "/products/{$product}/state" )->get_data()['excluded'] ) );
	}

	public function test_a_site_has_one_connection_only(): void {
		$this->connected();
		$answer = self::on_second( fn() => $this->rest( 'POST', '/connection/test', array( 'url' => $this->unopim()->url ) + \UnoPim\Connector\Tests\WordPress\Support\FakeUnoPim::CREDENTIALS ) );
		self::assertSame( array( 409, 'served' ), array( $answer->get_status(), $answer->get_data()['code'] ) );
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'web', 'site' => 0 ) ) ) );
		self::assertNull( self::on_second( static fn() => self::service( Sites::class )->owner() ), 'free again' );
	}

	public function test_a_site_that_is_gone_or_switched_off_is_not_written_to(): void {
		$this->connected();
		$run = $this->start( array( 'channel' => 'web' ) )['id'];
		update_blog_status( self::SECOND, 'archived', '1' );
		$this->refused( $this->rest( 'POST', '/runs', array( 'host' => 'server', 'job' => array( 'kind' => 'deletions', 'channel' => 'web' ) ) ), 'no_site' );
		$this->drive( $run, static fn() => Frames::step( array( array( 'id' => 1, 'do' => 'store.apply', 'operations' => array( self::product( 'mug' ) ) ) ) ) );
		update_blog_status( self::SECOND, 'archived', '0' );
		self::assertSame( array( 'failed', 'no_site' ), array( $this->row( $run )->status, $this->row( $run )->result['error']['code'] ) );
		self::assertSame( array(), self::on_second( static fn() => self::skus() ) );
	}

	public function test_channels_of_two_sites_do_not_stand_above_each_other(): void {
		$this->connected();
		$told = fn( string $channel ) => $this->end( $this->start( array( 'channel' => $channel ) )['id'] )->told[0]['run']['settings']['above'];
		self::assertSame( array(), $told( 'web' ) );
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'default' ), array( 'code' => 'web', 'site' => 0 ) ) ) );
		self::assertSame( array( 'default' ), array_column( $told( 'web' ), 'channel' ) );
	}

	public function test_a_served_site_registers_the_taxonomies_of_the_mapping(): void {
		$this->connected();
		$this->rest( 'PUT', '/mapping/categories?channel=web', array( 'taxonomies' => array( array( 'taxonomy' => 'product_collection', 'name' => 'Collections', 'hierarchical' => false ) ) ) );
		self::assertStringContainsString( 'product_collection', (string) get_blog_option( self::SECOND, 'unopim_connector_taxonomies' ) );
	}

	public function test_a_new_site_gets_tables_and_capability_and_takes_its_tables_along(): void {
		global $wpdb;
		$site = (int) wpmu_create_blog( get_network()->domain, '/third-' . wp_rand() . '/', 'Third', 1 );
		self::assertGreaterThan( 2, $site );
		$exists = static fn() => null !== $wpdb->get_var( $wpdb->prepare( 'SHOW TABLES LIKE %s', $wpdb->get_blog_prefix( $site ) . 'unopim_links' ) );
		self::assertTrue( $exists() );
		switch_to_blog( $site );
		self::assertTrue( (bool) get_role( 'administrator' )->has_cap( Capability::NAME ) );
		restore_current_blog();
		wp_delete_site( $site );
		self::assertFalse( $exists() );
	}

	public function test_uninstalling_takes_the_data_of_those_sites_whose_switch_is_on(): void {
		global $wpdb;
		$this->connect();
		self::on_second( fn() => $this->rest( 'PUT', '/settings', array( 'remove_data' => true ) ) );
		self::service( LogWriter::class )->write( array( 'message' => 'x' ) );
		Uninstaller::run();
		$tables = static fn( int $site ) => count( $wpdb->get_col( $wpdb->prepare( 'SHOW TABLES LIKE %s', $wpdb->esc_like( $wpdb->get_blog_prefix( $site ) . 'unopim_' ) . '%' ) ) );
		self::assertSame( array( count( Schema::TABLES ), 0 ), array( $tables( 1 ), $tables( self::SECOND ) ) );
		self::assertGreaterThan( 0, self::rows( 'logs', 1 ) );
		self::on_second( static fn() => Lifecycle::activate_site() );
		self::assertSame( count( Schema::TABLES ), $tables( self::SECOND ) );
	}

	public function test_deactivation_on_the_network_takes_the_actions_of_every_site(): void {
		$pending = static fn() => self::service( \UnoPim\Connector\Jobs\Actions::class )->count_pending();
		Lifecycle::deactivate( true );
		Lifecycle::activate( true );
		self::assertSame( array( 2, 2 ), array( $pending(), self::on_second( $pending ) ) );
		Lifecycle::deactivate( true );
		self::assertSame( array( 0, 0 ), array( $pending(), self::on_second( $pending ) ) );
		Lifecycle::activate( true );
	}

	public function test_a_save_on_a_target_site_is_queued_with_the_owner_and_pushed_for_that_site(): void {
		$this->ready( array( 'default' => array( 'push' => true ), 'web' => array( 'site' => self::SECOND, 'push' => true ) ) );
		$save = static function ( string $sku ): int {
			$product = new \WC_Product_Simple();
			$product->set_name( $sku );
			$product->set_sku( $sku );
			return $product->save();
		};
		$here  = $save( 'here' );
		$there = self::on_second( static fn() => $save( 'there' ) );
		self::service( Changes::class )->flush();
		self::assertSame( 0, self::rows( 'items', self::SECOND ), 'what waits lies with the connection' );
		global $wpdb;
		self::assertSame( array( '' => (string) $here, '@2' => (string) $there ), array_column( $wpdb->get_results( 'SELECT channel, item_key FROM ' . self::service( Schema::class )->table( 'items' ) . " WHERE lane = 'push' ORDER BY channel", ARRAY_A ), 'item_key', 'channel' ) );

		self::service( Queues::class )->tick();
		$runs = array_reverse( array_column( array_map( static fn( $run ) => array( $run['job']['channel'], $run['id'] ), $this->rest( 'GET', '/runs' )->get_data() ), 1, 0 ), true );
		self::assertSame( array( 'default', 'web' ), array_keys( $runs ), 'a run for each site' );
		$read   = array( 'id' => 1, 'do' => 'items.read', 'lane' => 'push', 'channel' => '', 'states' => array( 'waiting' ), 'due' => true, 'after' => 0, 'limit' => 50 );
		$engine = $this->drive( $runs['web'], static fn( $frame, $n ) => match ( $n ) {
			1       => Frames::step( array( $read, array( 'id' => 2, 'do' => 'shop.products', 'ids' => array( $there ) ) ) ),
			2       => Frames::step( array( array( 'id' => 3, 'do' => 'items.write', 'remove' => array( array( 'lane' => 'push', 'entity' => 'product', 'channel' => '', 'code' => (string) $there, 'stamp' => $frame['responses'][0]['items'][0]['body']->stamp ) ) ) ) ),
			default => Frames::done(),
		} );
		self::assertSame( array( array( '', (string) $there ) ), array_map( static fn( $item ) => array( $item['channel'], $item['code'] ), $engine->told[1]['responses'][0]['items'] ) );
		self::assertSame( 'there', $engine->told[1]['responses'][1]['products'][0]['sku'] );
		self::assertSame( array( 'web' ), array_column( $engine->told[0]['run']['channels'], 'channel' ) );
		self::assertSame( array( (string) $here ), $wpdb->get_col( 'SELECT item_key FROM ' . self::service( Schema::class )->table( 'items' ) . " WHERE lane = 'push'" ) );
		$state = self::on_second( fn() => $this->rest( 'GET', "/products/{$there}/state" )->get_data()['push'] );
		self::assertSame( array( 'web', null, null ), array( $state['channel'], $state['reason'], $state['waiting'] ) );
	}

	public function test_a_save_on_a_site_that_no_channel_pushes_from_is_not_queued(): void {
		$this->ready( array( 'default' => array( 'push' => true ), 'web' => array( 'site' => self::SECOND ) ) );
		self::on_second( static fn() => wp_insert_post( array( 'post_type' => 'product', 'post_status' => 'publish', 'post_title' => 'x' ) ) );
		self::service( Changes::class )->flush();
		self::assertSame( 0, self::rows( 'items', 1 ) + self::rows( 'items', self::SECOND ) );
		$state = self::on_second( fn() => $this->rest( 'GET', '/products/' . wp_insert_post( array( 'post_type' => 'product', 'post_status' => 'publish', 'post_title' => 'y' ) ) . '/state' )->get_data()['push'] );
		self::assertSame( 'no_channel', $state['code'] );
		self::service( Changes::class )->flush();
	}
}
