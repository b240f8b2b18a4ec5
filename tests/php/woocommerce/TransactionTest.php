<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

use UnoPim\Connector\Store\StoreError;

/** Batches are written whole or not at all, and what fails alone fails alone. */
final class TransactionTest extends StoreTestCase {

	/** @var array<array{0: string, 1: callable, 2: int}> */
	private array $hooks = array();

	protected function tearDown(): void {
		foreach ( $this->hooks as list( $name, $callback, $priority ) ) {
			remove_filter( $name, $callback, $priority );
		}
		parent::tearDown();
	}

	private function hook( string $name, callable $callback, int $arguments = 1, int $priority = 10 ): void {
		add_filter( $name, $callback, $priority, $arguments );
		$this->hooks[] = array( $name, $callback, $priority );
	}

	/** @return array<array<string, mixed>> */
	private function three(): array {
		return array_map( fn( string $sku ): array => $this->op( 'create', $sku, array( 'name' => $sku, 'sku' => $sku ) ), array( 'a', 'b', 'c' ) );
	}

	public function test_a_failure_while_saving_undoes_the_batch_and_spares_the_others(): void {
		global $wpdb;
		$saved = array();
		$this->hook(
			'woocommerce_new_product',
			static function ( int $id, \WC_Product $product ) use ( &$saved ): void {
				$saved[] = $product->get_sku();
				if ( 'b' === $product->get_sku() ) {
					throw new \RuntimeException( 'This plugin does not like b.' );
				}
			},
			2
		);
		$results = $this->apply( $this->three() );
		$this->assertSame( array( 'done', 'failed', 'done' ), array_column( $results, 'status' ) );
		$this->assertSame( 'store_failed', $results[1]['error']['code'] );
		$this->assertSame( 'This plugin does not like b.', $results[1]['error']['message'] );
		$this->assertSame( array( 'a', 'b', 'a', 'b', 'c' ), $saved, 'the batch, then one by one' );
		$this->assertSame( array( 'a', 'c' ), $wpdb->get_col( "SELECT post_title FROM {$wpdb->posts} WHERE post_type = 'product' ORDER BY post_title" ) );
		$this->assertSame( array( 'a', 'c' ), $wpdb->get_col( "SELECT sku FROM {$wpdb->prefix}wc_product_meta_lookup ORDER BY sku" ) );
		$this->assertSame( '0', $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->postmeta} m LEFT JOIN {$wpdb->posts} p ON p.ID = m.post_id WHERE p.ID IS NULL" ), 'no row of an undone product stays' );
		$this->assertSame( '0', $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->term_relationships} r LEFT JOIN {$wpdb->posts} p ON p.ID = r.object_id WHERE p.ID IS NULL" ) );
		$this->assertSame( array( 'a', 'c' ), $wpdb->get_col( "SELECT code FROM {$wpdb->prefix}unopim_links ORDER BY code" ) );
		$this->assertSame( array( 'done', 'failed', 'done' ), $wpdb->get_col( "SELECT outcome FROM {$wpdb->prefix}unopim_operations ORDER BY n" ) );
		$this->assertNull( get_post( $results[0]['id'] - 3 ), 'the cache holds nothing of the first attempt' );
	}

	public function test_an_undone_attribute_leaves_no_taxonomy(): void {
		$this->hook(
			'woocommerce_new_product',
			static function (): void {
				throw new \RuntimeException( 'no' );
			}
		);
		$attribute = $this->op( 'create', 'size', array( 'name' => 'Size', 'slug' => 'size' ), array( 'entity' => 'attribute' ) );
		$this->hook(
			'woocommerce_attribute_added',
			static function (): void {
				throw new \RuntimeException( 'not either' );
			}
		);
		$results = $this->apply( array( $attribute, $this->three()[0] ) );
		$this->assertSame( array( 'failed', 'failed' ), array_column( $results, 'status' ) );
		$this->assertFalse( taxonomy_exists( 'pa_size' ) );
		$this->assertSame( array(), wc_get_attribute_taxonomies() );
	}

	public function test_an_undone_batch_of_attribute_option_and_product_leaves_neither(): void {
		global $wpdb;
		$this->hook(
			'woocommerce_new_product',
			static function (): void {
				throw new \RuntimeException( 'no' );
			}
		);
		$this->hook(
			'created_term',
			static function ( int $id, int $tt_id, string $taxonomy ): void {
				if ( 'pa_size' === $taxonomy ) {
					throw new \RuntimeException( 'no' );
				}
			},
			3
		);
		$operations = array(
			$this->op( 'create', 'size', array( 'name' => 'Size', 'slug' => 'size' ), array( 'entity' => 'attribute' ) ),
			$this->op( 'create', 'size/s', array( 'name' => 'S', 'slug' => 's' ), array( 'entity' => 'option', 'taxonomy' => 'pa_size' ) ),
			$this->op( 'create', 'tee', array( 'name' => 'Tee', 'sku' => 'tee', 'attribute:pa_size' => array( 'terms' => array( array( 'ref' => 'option:size/s' ) ), 'visible' => true, 'variation' => false, 'position' => 0 ) ) ),
			$this->op( 'create', 'mug', array( 'name' => 'Mug', 'sku' => 'mug' ) ),
		);
		$results    = $this->apply( $operations );
		$this->assertSame( array( 'done', 'failed', 'failed', 'failed' ), array_column( $results, 'status' ) );
		$this->assertSame( array( 'store_failed', 'ref_missing', 'store_failed' ), array_map( static fn( array $result ): string => $result['error']['code'], array_slice( $results, 1 ) ) );
		$this->assertSame( '0', $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->term_taxonomy} WHERE taxonomy = 'pa_size'" ) );
		$this->assertTrue( taxonomy_exists( 'pa_size' ), 'the attribute itself was done again' );
	}

	public function test_what_was_deleted_comes_back_with_its_batch(): void {
		global $wpdb;
		$terms = Shop::attribute( 'size', array( 's', 'm' ) );
		$id    = $this->create( 'tee', array( 'attribute:pa_size' => array( 'terms' => array_values( $terms ), 'visible' => true, 'variation' => false, 'position' => 0 ) ) );
		$mug   = $this->create( 'mug' );
		$gone  = array( 'link' => null );
		$this->apply( array( $this->op( 'link', 'size', array(), array( 'entity' => 'attribute', 'id' => wc_attribute_taxonomy_id_by_name( 'size' ) ) ), $this->op( 'link', 'size/s', array(), array( 'entity' => 'option', 'taxonomy' => 'pa_size', 'id' => $terms['s'] ) ) ) );
		$before = Recount::kept();
		$links  = $wpdb->get_results( "SELECT entity, code, shop_id, flags FROM {$wpdb->prefix}unopim_links ORDER BY id", ARRAY_A );
		$this->hook(
			'woocommerce_new_product',
			static function (): void {
				throw new \RuntimeException( 'no' );
			}
		);
		// One by one only the last of them fails; as a batch, none is kept.
		$doomed = array(
			$this->op( 'delete', 'mug', array(), array( 'id' => $mug ) + $gone ),
			$this->op( 'trash', 'tee', array(), array( 'id' => $id ) + $gone ),
			$this->op( 'delete', 'size', array(), array( 'entity' => 'attribute', 'id' => wc_attribute_taxonomy_id_by_name( 'size' ) ) + $gone ),
			$this->op( 'create', 'new', array( 'name' => 'New', 'sku' => 'new' ) ),
		);
		$seen = array();
		$this->hook(
			'query',
			static function ( string $query ) use ( &$seen, $links ): string {
				global $wpdb;
				if ( 'ROLLBACK' === $query && array() === $seen ) {
					$seen[] = true;
					$wpdb->dbh->query( 'ROLLBACK' );
				} elseif ( 'START TRANSACTION' === $query && array( true ) === $seen ) {
					$seen[] = Recount::kept();
					$seen[] = $wpdb->get_results( "SELECT entity, code, shop_id, flags FROM {$wpdb->prefix}unopim_links ORDER BY id", ARRAY_A );
					$seen[] = taxonomy_exists( 'pa_size' );
				}
				return $query;
			}
		);
		$results = $this->apply( $doomed );
		$this->assertSame( array( true, $before, $links, true ), $seen, 'after the batch, all is as it was' );
		$this->assertSame( array( 'done', 'done', 'done', 'failed' ), array_column( $results, 'status' ) );
		$this->assertFalse( taxonomy_exists( 'pa_size' ) );
		$this->assertSame( array( array( 'entity' => 'product', 'code' => 'tee', 'shop_id' => (string) $id, 'flags' => 'deleted' ) ), $wpdb->get_results( "SELECT entity, code, shop_id, flags FROM {$wpdb->prefix}unopim_links ORDER BY id", ARRAY_A ) );
		$this->assertSame( 'trash', get_post_status( $id ) );
	}

	public function test_the_row_of_a_plan_is_told_with_the_write_itself(): void {
		global $wpdb;
		$planned = array_map( fn( array $op ): array => $op, $this->three() );
		$this->ask( array( 'do' => 'store.apply', 'operations' => $planned ), 7, 50, true );
		$rows = array_column( $this->ask( array( 'do' => 'plan.read', 'plan' => 7, 'after' => 0, 'limit' => 9 ) )['operations'], 'row' );
		$this->assertCount( 3, $rows );
		$this->hook(
			'woocommerce_new_product',
			static function ( int $id, \WC_Product $product ): void {
				if ( 'b' === $product->get_sku() ) {
					throw new \RuntimeException( 'no' );
				}
			},
			2
		);
		$this->apply( array_map( static fn( array $op, int $row ): array => $op + array( 'plan_row' => $row ), $planned, $rows ), 8 );
		$this->assertSame( array( 'applied', 'failed', 'applied' ), $wpdb->get_col( "SELECT outcome FROM {$wpdb->prefix}unopim_operations WHERE run_id = 7 ORDER BY id" ) );
		$this->assertSame( array( 'done', 'failed', 'done' ), $wpdb->get_col( "SELECT outcome FROM {$wpdb->prefix}unopim_operations WHERE run_id = 8 ORDER BY n" ) );
	}

	public function test_a_shared_object_cache_keeps_nothing_of_an_undone_attempt(): void {
		$before = wp_using_ext_object_cache( true );
		$ids    = array();
		$this->hook(
			'woocommerce_new_product',
			static function ( int $id, \WC_Product $product ) use ( &$ids ): void {
				$ids[ $id ] = $product->get_sku();
				if ( 'b' === $product->get_sku() ) {
					throw new \RuntimeException( 'no' );
				}
			},
			2
		);
		try {
			$results = $this->apply( $this->three() );
			$this->assertSame( array( 'done', 'failed', 'done' ), array_column( $results, 'status' ) );
			$kept = array_column( $results, 'id' );
			foreach ( $ids as $id => $sku ) {
				$this->assertSame( in_array( $id, $kept, true ), null !== get_post( $id ), "{$sku} #{$id}" );
			}
			$update = $this->op( 'update', 'a', array( 'name' => 'A2' ), array( 'id' => $kept[0] ) );
			$this->assertSame( 'done', $this->apply( array( $update ) )[0]['status'] );
			$this->assertSame( 'A2', $this->values( $kept[0] )['name'] );
		} finally {
			wp_using_ext_object_cache( $before );
		}
	}

	public function test_nothing_that_woocommerce_does_commits(): void {
		global $wpdb;
		$inside = array();
		$this->hook(
			'query',
			static function ( string $query ) use ( &$inside, $wpdb ): string {
				if ( 'COMMIT' === $query ) {
					$inside[] = $wpdb->dbh->query( 'SELECT @@in_transaction' )->fetch_row()[0];
				}
				return $query;
			}
		);
		$answer = $this->ask( array( 'do' => 'store.apply', 'operations' => array( $this->op( 'create', 'size', array( 'name' => 'Size', 'slug' => 'size' ), array( 'entity' => 'attribute' ) ), $this->op( 'create', 'size/s', array( 'name' => 'S', 'slug' => 's' ), array( 'entity' => 'option', 'taxonomy' => 'pa_size' ) ), ...$this->three() ) ) );
		$this->assertSame( array( '1' ), $inside, 'one commit, of the transaction that was begun' );
		$this->assertArrayNotHasKey( 'notes', $answer );
	}

	public function test_a_plugin_that_commits_is_reported_and_nothing_is_lost(): void {
		global $wpdb;
		$this->hook(
			'woocommerce_new_product',
			static function () use ( $wpdb ): void {
				$wpdb->query( "CREATE TABLE IF NOT EXISTS {$wpdb->prefix}ill_behaved ( id int )" );
			}
		);
		$answer = $this->ask( array( 'do' => 'store.apply', 'operations' => $this->three() ) );
		$wpdb->query( "DROP TABLE {$wpdb->prefix}ill_behaved" );
		$this->assertSame( array( 'done', 'done', 'done' ), array_column( $answer['results'], 'status' ) );
		$this->assertSame( 'implicit_commit', $answer['notes'][0]['code'] );
		$this->assertSame( array( 'a', 'b', 'c' ), $wpdb->get_col( "SELECT code FROM {$wpdb->prefix}unopim_links ORDER BY code" ) );
	}

	public function test_a_deadlock_is_tried_again(): void {
		global $wpdb, $EZSQL_ERROR;
		$deadlocks = 0;
		$this->hook(
			'query',
			static function ( string $query ) use ( &$deadlocks, $wpdb ): string {
				global $EZSQL_ERROR;
				if ( 0 === $deadlocks && str_starts_with( $query, 'REPLACE INTO' ) ) {
					++$deadlocks;
					// As the server does: the transaction is gone, the statement fails.
					$wpdb->dbh->query( 'ROLLBACK' );
					$EZSQL_ERROR[] = array( 'query' => $query, 'error_str' => 'Deadlock found when trying to get lock; try restarting transaction' );
					return 'SELECT 1';
				}
				return $query;
			}
		);
		$results = $this->apply( $this->three() );
		$this->assertSame( 1, $deadlocks );
		$this->assertSame( array( 'done', 'done', 'done' ), array_column( $results, 'status' ) );
		$this->assertSame( '3', $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->posts} WHERE post_type = 'product'" ) );
		$this->assertSame( '3', $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->prefix}wc_product_meta_lookup" ) );
	}

	public function test_a_row_locked_by_another_process_is_waited_for_tried_again_and_at_last_reported(): void {
		global $wpdb;
		$id    = $this->create( 'mug' );
		$other = new \mysqli( null, DB_USER, DB_PASSWORD, DB_NAME, null, explode( ':', DB_HOST, 2 )[1] ?? null );
		$other->query( 'START TRANSACTION' );
		$other->query( "SELECT * FROM {$wpdb->posts} WHERE ID = {$id} FOR UPDATE" );
		$wpdb->query( 'SET SESSION innodb_lock_wait_timeout = 1' );
		$suppressed = $wpdb->suppress_errors( true );
		$update     = $this->op( 'update', 'mug', array( 'name' => 'Cup' ), array( 'id' => $id ) );
		$result     = $this->apply( array( $update ) )[0];
		$this->assertSame( 'locked', $result['error']['code'] );

		$this->hook(
			'query',
			static function ( string $query ) use ( $other ): string {
				if ( 'ROLLBACK' === $query ) {
					$other->query( 'COMMIT' ); // The other process is done in time for the second try.
				}
				return $query;
			}
		);
		$result = $this->apply( array( $update ) )[0];
		$wpdb->suppress_errors( $suppressed );
		$wpdb->query( 'SET SESSION innodb_lock_wait_timeout = DEFAULT' );
		$other->close();
		$this->assertSame( 'done', $result['status'], json_encode( $result ) );
		$this->assertSame( 'Cup', $this->values( $id )['name'] );
	}

	public function test_tables_without_transactions_are_reported(): void {
		global $wpdb;
		$wpdb->query( "ALTER TABLE {$wpdb->termmeta} ENGINE = MyISAM" );
		try {
			$answer = $this->ask( array( 'do' => 'store.apply', 'operations' => $this->three() ) );
		} finally {
			$wpdb->query( "ALTER TABLE {$wpdb->termmeta} ENGINE = InnoDB" );
		}
		$this->assertSame( 'no_transactions', $answer['notes'][0]['code'] );
		$this->assertStringContainsString( $wpdb->termmeta, $answer['notes'][0]['message'] );
		$this->assertSame( array( 'done', 'done', 'done' ), array_column( $answer['results'], 'status' ) );
	}

	/** @return array<string, array{0: string, 1: array<string, mixed>}> */
	public function questions(): array {
		$of = array( 'entity' => 'product', 'channel' => 'default' );
		return array(
			'links'    => array( 'unopim_links', array( 'do' => 'links.read', 'codes' => array( 'mug' ), 'match' => 'sku' ) + $of ),
			'matches'  => array( 'wc_product_meta_lookup', array( 'do' => 'links.read', 'codes' => array( 'cup' ), 'match' => 'sku' ) + $of ),
			'items'    => array( 'unopim_items', array( 'do' => 'links.read', 'codes' => array( 'mug' ), 'match' => 'sku' ) + $of ),
			'marks'    => array( 'unopim_links', array( 'do' => 'links.mark', 'codes' => array( 'mug' ) ) + $of ),
			'unseen'   => array( 'unopim_links', array( 'do' => 'links.unseen', 'after' => 0, 'limit' => 5 ) + $of ),
			'plan'     => array( 'unopim_operations', array( 'do' => 'plan.read', 'plan' => 1, 'after' => 0, 'limit' => 5 ) ),
			'history'  => array( 'unopim_operations', array( 'do' => 'history.read', 'run' => 1, 'before' => null, 'limit' => 5 ) ),
			'taking'   => array( 'unopim_items', array( 'do' => 'items.write', 'items' => array(), 'remove' => array( array( 'lane' => 'held', 'code' => 'mug' ) + $of ) ) ),
			'catalog'  => array( 'unopim_catalog', array( 'do' => 'catalog.read', 'kinds' => array( 'family' ) ) ),
		);
	}

	/**
	 * A query that fails must not look like one that found nothing.
	 *
	 * @dataProvider questions
	 * @param array<string, mixed> $request
	 */
	public function test_a_question_that_the_database_did_not_answer_is_an_error( string $table, array $request ): void {
		global $wpdb;
		$this->create( 'mug' );
		$this->hook( 'query', static fn( string $query ): string => str_replace( $table, 'no_such_table', $query ) );
		$suppressed = $wpdb->suppress_errors( true );
		try {
			$this->ask( $request );
			$this->fail( 'answered' );
		} catch ( StoreError $error ) {
			$this->assertSame( 'database', $error->reason );
		} finally {
			$wpdb->suppress_errors( $suppressed );
		}
	}

	public function test_what_is_still_used_is_not_deleted_because_a_question_failed(): void {
		global $wpdb;
		$terms = Shop::attribute( 'size', array( 's' ) );
		Shop::product( array( 'name' => 'Own' ) );
		$this->hook( 'query', static fn( string $query ): string => str_contains( $query, 'LEFT JOIN' ) ? str_replace( 'unopim_links', 'no_such_table', $query ) : $query );
		$suppressed = $wpdb->suppress_errors( true );
		$results    = $this->apply( array( $this->op( 'delete', 'size/s', array(), array( 'entity' => 'option', 'taxonomy' => 'pa_size', 'id' => $terms['s'], 'link' => null ) ), $this->op( 'delete', 'size', array(), array( 'entity' => 'attribute', 'id' => wc_attribute_taxonomy_id_by_name( 'size' ), 'link' => null ) ) ) );
		$wpdb->suppress_errors( $suppressed );
		$this->assertSame( array( 'database', 'database' ), array_map( static fn( array $result ): string => $result['error']['code'], $results ) );
		$this->assertInstanceOf( \WP_Term::class, get_term( $terms['s'], 'pa_size' ) );
	}

	public function test_what_woocommerce_would_refuse_without_a_word_is_an_error(): void {
		$this->hook( 'wp_insert_post_empty_content', '__return_true' );
		$result = $this->apply( array( $this->three()[0] ) )[0];
		$this->assertSame( 'not_saved', $result['error']['code'] );
	}

	public function test_batches_are_as_large_as_asked(): void {
		$commits = 0;
		$this->hook(
			'query',
			static function ( string $query ) use ( &$commits ): string {
				$commits += 'COMMIT' === $query ? 1 : 0;
				return $query;
			}
		);
		$this->apply( $this->three(), 1, 2 );
		$this->assertSame( 2, $commits );
	}

	public function test_switches_are_set_back_whatever_happens(): void {
		global $wc_deferred_product_sync;
		$wc_deferred_product_sync = array( 4711 );
		$before                   = $this->hooks_in_force();
		$this->hook(
			'woocommerce_new_product',
			static function (): void {
				throw new \RuntimeException( 'no' );
			}
		);
		$this->apply( $this->three() );
		remove_filter( ...array_slice( array_pop( $this->hooks ), 0, 2 ) );
		$this->assertFalse( wp_defer_term_counting() );
		$this->assertSame( array( 4711 ), $wc_deferred_product_sync );
		$this->assertSame( array(), array_filter( $this->hooks_in_force(), static fn( int $count, string $hook ): bool => $count > ( $before[ $hook ] ?? 0 ), ARRAY_FILTER_USE_BOTH ), 'no hook stays' );
		$this->assertSame( 'WC_Product_Data_Store_CPT', ( new \WC_Product_Simple() )->get_data_store()->get_current_class_name() );
	}

	/** @return array<string, int> */
	private function hooks_in_force(): array {
		global $wp_filter;
		$counts = array_map( static fn( \WP_Hook $hook ): int => array_sum( array_map( 'count', $hook->callbacks ) ), $wp_filter );
		ksort( $counts );
		return array_filter( $counts );
	}
}
