<?php
declare(strict_types=1);

namespace UnoPim\Connector\Tests\Shop;

use UnoPim\Connector\Platform\Schema;
use UnoPim\Connector\Push\Changes;
use UnoPim\Connector\Store\Store;
use UnoPim\Connector\Tests\WordPress\Support\RunTestCase;

/** What of the work in a real shop comes into the queue of what is to be sent. */
final class PushListenersTest extends RunTestCase {

	protected function setUp(): void {
		parent::setUp();
		self::empty_shop();
		foreach ( wc_get_attribute_taxonomies() as $attribute ) {
			wc_delete_attribute( (int) $attribute->attribute_id );
		}
		foreach ( get_terms( array( 'taxonomy' => array( 'product_cat', 'product_tag', 'category' ), 'hide_empty' => false ) ) as $term ) {
			wp_delete_term( $term->term_id, $term->taxonomy );
		}
		$this->ready( array( 'default' => array( 'push' => true ), 'web' => array() ) );
		$this->forget();
	}

	protected function tearDown(): void {
		self::empty_shop();
		parent::tearDown();
	}

	private static function empty_shop(): void {
		foreach ( get_posts( array( 'post_type' => array( 'product', 'product_variation' ), 'post_status' => array( 'any', 'trash', 'auto-draft' ), 'numberposts' => -1, 'fields' => 'ids' ) ) as $id ) {
			wp_delete_post( $id, true );
		}
	}

	/** As the end of a request does. @return array<string,string> change by entity and number */
	private function queued(): array {
		global $wpdb;
		self::service( Changes::class )->flush();
		$queued = array();
		foreach ( $wpdb->get_results( 'SELECT * FROM ' . self::service( Schema::class )->table( 'items' ) . " WHERE lane = 'push' ORDER BY entity, shop_id" ) as $row ) {
			self::assertSame( array( '', (string) $row->shop_id, 'waiting' ), array( $row->channel, $row->item_key, $row->state ) );
			self::assertLessThanOrEqual( time(), (int) $row->next_try );
			$queued[ "{$row->entity} {$row->shop_id}" ] = json_decode( $row->body )->change;
		}
		return $queued;
	}

	private function forget(): void {
		global $wpdb;
		self::service( Changes::class )->flush();
		$wpdb->query( 'DELETE FROM ' . self::service( Schema::class )->table( 'items' ) );
	}

	private function product( string $sku = 'mug' ): \WC_Product {
		$product = new \WC_Product_Simple();
		$product->set_name( 'Mug' );
		$product->set_sku( $sku );
		$product->set_regular_price( '5' );
		$product->save();
		return $product;
	}

	/** @return array{\WC_Product_Variable,\WC_Product_Variation} */
	private function variable(): array {
		$tee = new \WC_Product_Variable();
		$tee->set_name( 'Tee' );
		$tee->set_sku( 'tee' );
		$tee->save();
		$small = new \WC_Product_Variation();
		$small->set_parent_id( $tee->get_id() );
		$small->set_sku( 'tee-s' );
		$small->save();
		return array( $tee, $small );
	}

	private function link( string $entity, int $id, string $code, string $channel = 'default' ): void {
		self::insert( 'links', array( 'entity' => $entity, 'channel' => $channel, 'code' => $code, 'shop_id' => $id, 'bases' => '{}', 'created_at' => gmdate( 'Y-m-d H:i:s' ) ) );
	}

	private static function body( string $entity, int $id ): object {
		global $wpdb;
		return json_decode( (string) $wpdb->get_var( $wpdb->prepare( 'SELECT body FROM ' . self::service( Schema::class )->table( 'items' ) . " WHERE lane = 'push' AND entity = %s AND shop_id = %d", $entity, $id ) ) );
	}

	public function test_five_saves_are_one_row_with_the_last_stamp(): void {
		$mug    = $this->product();
		$stamps = array();
		for ( $i = 0; $i < 5; $i++ ) {
			$mug->set_regular_price( (string) ( 6 + $i ) );
			$mug->save();
			self::assertSame( array( "product {$mug->get_id()}" => 'saved' ), $this->queued() );
			$stamps[] = self::body( 'product', $mug->get_id() )->stamp;
		}
		self::assertCount( 5, array_unique( $stamps ) );
	}

	public function test_the_end_of_a_request_costs_one_write_and_no_request_to_unopim(): void {
		global $wpdb;
		$this->unopim()->seen();
		$ids = array( $this->product( 'a' )->get_id(), $this->product( 'b' )->get_id() );
		$wpdb->queries = array();
		$before        = $wpdb->num_queries;
		self::service( Changes::class )->flush();
		self::assertLessThanOrEqual( 4, $wpdb->num_queries - $before );
		self::assertCount( 2, $this->queued() );
		self::assertSame( array(), $this->unopim()->seen() );
		self::assertNotFalse( has_action( 'shutdown' ), implode( ' ', $ids ) );
	}

	public function test_the_editor_quick_edit_rest_and_plain_wordpress_count(): void {
		$id   = $this->product()->get_id();
		$saws = array(
			'plain WordPress' => static fn() => wp_update_post( array( 'ID' => $id, 'post_title' => 'Cup' ) ),
			'quick edit'      => static function () use ( $id ): void {
				require_once WC_ABSPATH . 'includes/admin/class-wc-admin-post-types.php';
				$_REQUEST = array( 'woocommerce_quick_edit' => 1, 'woocommerce_quick_edit_nonce' => wp_create_nonce( 'woocommerce_quick_edit_nonce' ), '_regular_price' => '9', '_sku' => 'mug' );
				( new \WC_Admin_Post_Types() )->bulk_and_quick_edit_save_post( $id, get_post( $id ) );
				$_REQUEST = array();
			},
			'REST'            => static function () use ( $id ): void {
				$request = new \WP_REST_Request( 'PUT', "/wc/v3/products/{$id}" );
				$request->set_body_params( array( 'description' => 'By REST' ) );
				self::assertSame( 200, rest_do_request( $request )->get_status() );
			},
			'the editor'      => static function () use ( $id ): void {
				require_once WC_ABSPATH . 'includes/admin/wc-admin-functions.php';
				require_once WC_ABSPATH . 'includes/admin/class-wc-admin-meta-boxes.php';
				require_once WC_ABSPATH . 'includes/admin/meta-boxes/class-wc-meta-box-product-data.php';
				wp_update_post( array( 'ID' => $id, 'post_content' => 'By the editor' ) );
			},
		);
		foreach ( $saws as $name => $save ) {
			$this->forget();
			$save();
			self::assertSame( array( "product {$id}" => 'saved' ), $this->queued(), $name );
		}
	}

	public function test_the_importer_counts(): void {
		$file = tempnam( get_temp_dir(), 'csv' );
		rename( $file, "$file.csv" );
		file_put_contents( "$file.csv", "SKU,Name,Regular price\nimported,Imported,3\n" );
		require_once WC_ABSPATH . 'includes/import/class-wc-product-csv-importer.php';
		$importer = new \WC_Product_CSV_Importer( "$file.csv", array( 'parse' => true, 'mapping' => array( 'SKU' => 'sku', 'Name' => 'name', 'Regular price' => 'regular_price' ) ) );
		self::assertCount( 1, $importer->import()['imported'] );
		unlink( "$file.csv" );
		self::assertSame( array( 'product ' . wc_get_product_id_by_sku( 'imported' ) => 'saved' ), $this->queued() );
	}

	public function test_a_variation_counts_as_its_product(): void {
		list( $tee, $small ) = $this->variable();
		$this->forget();
		$small->set_regular_price( '12' );
		$small->save();
		self::assertSame( array( "product {$tee->get_id()}" => 'saved' ), $this->queued() );
	}

	public function test_what_was_never_saved_and_other_posts_do_not_count(): void {
		wp_insert_post( array( 'post_type' => 'product', 'post_status' => 'auto-draft', 'post_title' => 'Auto Draft' ) );
		wp_insert_post( array( 'post_type' => 'post', 'post_status' => 'publish', 'post_title' => 'A post' ) );
		$id = $this->product()->get_id();
		$this->forget();
		wp_save_post_revision( $id );
		wp_insert_post( array( 'post_type' => 'revision', 'post_status' => 'inherit', 'post_parent' => $id, 'post_title' => 'x' ) );
		self::assertSame( array(), $this->queued() );
	}

	public function test_an_order_that_changes_stock_alone_sends_nothing(): void {
		$mug = $this->product();
		$mug->set_manage_stock( true );
		$mug->set_stock_quantity( 1 );
		$mug->save();
		$this->forget();
		$order = wc_create_order();
		$order->add_product( $mug, 1 );
		$order->set_status( 'processing' );
		$order->save();
		self::assertSame( 0, (int) wc_get_product( $mug->get_id() )->get_stock_quantity() );
		self::assertSame( 'outofstock', wc_get_product( $mug->get_id() )->get_stock_status() );
		self::assertSame( array(), $this->queued() );
		wc_update_product_stock_status( $mug->get_id(), 'onbackorder' );
		self::assertSame( array(), $this->queued() );

		$mug = wc_get_product( $mug->get_id() );
		$mug->set_stock_quantity( 7 );
		$mug->set_regular_price( '8' );
		$mug->save();
		self::assertCount( 1, $this->queued(), 'a price beside it counts' );
		$this->forget();
		$mug->set_stock_quantity( 8 );
		$mug->update_meta_data( 'ean', '400' );
		$mug->save();
		self::assertCount( 1, $this->queued(), 'and so does a meta field' );
		$order->delete( true );
	}

	public function test_categories_terms_and_attributes_count(): void {
		$category = wp_insert_term( 'Cups', 'product_cat' )['term_id'];
		$tag      = wp_insert_term( 'new', 'product_tag' )['term_id'];
		wp_insert_term( 'Post category', 'category' );
		wp_insert_term( 'switch-' . wp_rand(), 'product_visibility' );
		$attribute = wc_create_attribute( array( 'name' => 'Colour' ) );
		register_taxonomy( 'pa_colour', 'product' );
		$option = wp_insert_term( 'Red', 'pa_colour' )['term_id'];
		self::assertSame( array( "attribute {$attribute}" => 'saved', "category {$category}" => 'saved', "option {$option}" => 'saved', "term {$tag}" => 'saved' ), $this->queued() );
		$this->forget();
		wp_update_term( $category, 'product_cat', array( 'name' => 'Mugs' ) );
		wc_update_attribute( $attribute, array( 'name' => 'Color' ) );
		self::assertSame( array( "attribute {$attribute}" => 'saved', "category {$category}" => 'saved' ), $this->queued() );
		foreach ( array( 'product_cat' => $category, 'product_tag' => $tag ) as $taxonomy => $term ) {
			wp_delete_term( $term, $taxonomy );
		}
	}

	public function test_a_deletion_counts_while_writeback_is_on_and_names_what_it_was_called(): void {
		$mug = $this->product()->get_id();
		list( $tee, $small ) = $this->variable();
		$category = wp_insert_term( 'Cups', 'product_cat' )['term_id'];
		foreach ( array( array( 'product', $mug, 'mug' ), array( 'product', $tee->get_id(), 'tee' ), array( 'product', $small->get_id(), 'tee-s' ), array( 'category', $category, 'cups' ) ) as $link ) {
			$this->link( ...$link );
		}
		$this->link( 'product', $mug, 'mug', 'web' );
		$this->forget();
		wp_trash_post( $mug );
		wp_untrash_post( $mug );
		$this->forget();
		wp_trash_post( $mug );
		self::assertSame( array(), $this->queued(), 'switched off it stays here' );
		wp_untrash_post( $mug );
		$this->forget();

		$this->rest( 'PUT', '/settings', array( 'writeback_delete' => true ) );
		wp_trash_post( $mug );
		self::assertSame( array( "product {$mug}" => 'deleted' ), $this->queued() );
		$body = self::body( 'product', $mug );
		self::assertEquals( array( (object) array( 'channel' => 'default', 'code' => 'mug' ), (object) array( 'channel' => 'web', 'code' => 'mug' ) ), $body->links );
		self::assertSame( 'simple', $body->kind );
		wp_untrash_post( $mug );
		self::assertSame( array( "product {$mug}" => 'saved' ), $this->queued(), 'it is back' );
		$this->forget();

		$leaf = $small->get_id();
		$small->delete( true );
		self::assertSame( 'deleted', $this->queued()[ "product {$leaf}" ] );
		self::assertSame( 'variation', self::body( 'product', $leaf )->kind );
		$this->forget();

		list( $other, $leaf ) = array( new \WC_Product_Variable(), new \WC_Product_Variation() );
		$other->set_name( 'Other' );
		$other->save();
		$leaf->set_parent_id( $other->get_id() );
		$leaf->save();
		$this->link( 'product', $other->get_id(), 'other' );
		$this->link( 'product', $leaf->get_id(), 'leaf' );
		$this->forget();
		wp_trash_post( $other->get_id() );
		self::assertSame( array( "product {$other->get_id()}" => 'deleted' ), $this->queued(), 'its variations go with it' );
		self::assertSame( 'variable', self::body( 'product', $other->get_id() )->kind );
		$this->forget();

		wp_delete_term( $category, 'product_cat' );
		self::assertSame( array( "category {$category}" => 'deleted' ), $this->queued() );
		$this->forget();
		wp_delete_post( $this->product( 'unknown' )->get_id(), true );
		self::assertSame( array(), array_filter( $this->queued(), static fn( $change ) => 'deleted' === $change ), 'what UnoPim never had' );
	}

	public function test_an_attribute_takes_its_options_along(): void {
		$this->rest( 'PUT', '/settings', array( 'writeback_delete' => true ) );
		$attribute = wc_create_attribute( array( 'name' => 'Size' ) );
		register_taxonomy( 'pa_size', 'product' );
		$option = wp_insert_term( 'S', 'pa_size' )['term_id'];
		$this->link( 'attribute', $attribute, 'size', '' );
		$this->link( 'option', $option, 'size/s', '' );
		$this->forget();
		wc_delete_attribute( $attribute );
		self::assertSame( array( "attribute {$attribute}" => 'deleted' ), $this->queued() );
	}

	public function test_the_connectors_own_writes_do_not_count(): void {
		global $wpdb;
		$store   = new Store( $wpdb, self::service( Schema::class ), 1 );
		$field   = static fn( string $name, mixed $value ) => array( 'field' => $name, 'old' => null, 'new' => $value, 'reason' => 'created', 'write' => true, 'expect' => null );
		$op      = array( 'n' => 1, 'entity' => 'product', 'key' => 'own', 'channel' => 'default', 'action' => 'create', 'kind' => 'simple', 'id' => null, 'parent' => null, 'fields' => array( $field( 'name', 'Own' ), $field( 'sku', 'own' ) ), 'link' => array( 'target' => 't', 'bases' => array(), 'context' => null, 'flags' => array() ) );
		$results = $store->answer( array( 'do' => 'store.apply', 'operations' => array( $op, array( 'n' => 2, 'entity' => 'category', 'key' => 'cups', 'kind' => null, 'taxonomy' => 'product_cat', 'fields' => array( $field( 'name', 'Cups' ) ) ) + $op ) ) )['results'];
		self::assertSame( array( 'done', 'done' ), array_column( $results, 'status' ), (string) wp_json_encode( $results ) );
		$this->rest( 'PUT', '/settings', array( 'writeback_delete' => true ) );
		$store->answer( array( 'do' => 'store.apply', 'operations' => array( array( 'n' => 3, 'action' => 'trash', 'id' => $results[0]['id'], 'fields' => array(), 'link' => null ) + $op ) ) );
		self::assertSame( 'trash', get_post_status( $results[0]['id'] ) );
		self::assertSame( array(), $this->queued() );
		wp_delete_term( $results[1]['id'], 'product_cat' );
	}

	public function test_without_a_channel_that_pushes_nothing_is_noted(): void {
		$this->rest( 'PUT', '/channels', array( 'channels' => array( array( 'code' => 'default', 'push' => false ) ) ) );
		$this->product();
		self::assertSame( array(), $this->queued() );
	}
}
