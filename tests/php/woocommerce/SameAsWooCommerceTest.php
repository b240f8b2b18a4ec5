<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

/** The short cuts of a batch leave the same rows as saving each product by itself. */
final class SameAsWooCommerceTest extends StoreTestCase {

	/** @var array<string, int> */
	private array $colors;

	private int $category;

	protected function setUp(): void {
		parent::setUp();
		$this->colors   = Shop::attribute( 'color', array( 'red', 'blue' ) );
		$this->category = Shop::category( 'Shirts', Shop::category( 'All' ) );
	}

	/** Each name with and without bulk meta. */
	public function modes(): array {
		return array( 'all measures' => array( false ), 'a plugin listens to meta' => array( true ) );
	}

	/** @dataProvider modes */
	public function test_a_created_product( bool $listener ): void {
		$heard  = 0;
		$other  = Shop::product( array( 'name' => 'Other', 'status' => 'draft' ) )->get_id();
		$tag    = wp_insert_term( 'New', 'product_tag' )['term_id'];
		$brand  = wp_insert_term( 'Acme', 'product_brand' )['term_id'];
		$image  = wp_insert_attachment( array( 'post_title' => 'a', 'post_mime_type' => 'image/png' ) );
		$this->drop_products(); // Its counts.
		$class  = wp_insert_term( 'Bulky', 'product_shipping_class', array( 'slug' => 'bulky' ) )['term_id'];
		$listen = static function () use ( &$heard ): void {
			++$heard;
		};
		if ( $listener ) {
			add_action( 'added_post_meta', $listen );
		}
		$fields = array(
			'name'               => 'Lamp',
			'description'        => '<p>Warm</p>',
			'short_description'  => 'Short',
			'regular_price'      => '12.50',
			'sale_price'         => '9.90',
			'stock_quantity'     => '0',
			'categories'         => array( $this->category ),
			'attribute:pa_color' => array( 'terms' => array_values( $this->colors ), 'visible' => true, 'variation' => false, 'position' => 0 ),
			'custom:Material'    => array( 'values' => array( 'Steel', "O'Neil" ), 'visible' => true, 'position' => 1 ),
			'meta:pim'           => 'a\\b',
			'slug'               => 'warm-lamp',
			'purchase_note'      => 'Don\'t "touch" a\\b',
			'gtin'               => '4006381333931',
			'weight'             => '1.50',
			'length'             => '10',
			'width'              => '7.5',
			'height'             => '0.2',
			'tax_status'         => 'shipping',
			'tax_class'          => 'reduced-rate',
			'shipping_class'     => 'bulky',
			'sale_start'         => '2020-11-23T10:00:00',
			'sale_end'           => '2099-11-30T23:59:59',
			'backorders'         => 'notify',
			'low_stock_amount'   => '2',
			'featured'           => true,
			'sold_individually'  => true,
			'reviews_allowed'    => false,
			'virtual'            => true,
			'catalog_visibility' => 'catalog',
			'tags'               => array( $tag ),
			'taxonomy:product_brand' => array( $brand ),
			'upsells'            => array( $other ),
			'cross_sells'        => array( $other ),
			'related'            => array( $other ),
			'image'              => $image,
			'gallery'            => array( $image ),
		);
		$ours   = $this->create( 'LAMP-1', $fields );
		remove_action( 'added_post_meta', $listen );
		$this->assertSame( $listener, $heard > 10, 'bulk meta is off while a plugin listens, and on otherwise' );
		$our_terms = Rows::of_terms();
		$ours      = Rows::of( $ours );
		$this->drop_products();

		$color = new \WC_Product_Attribute();
		$color->set_id( wc_attribute_taxonomy_id_by_name( 'pa_color' ) );
		$color->set_name( 'pa_color' );
		$color->set_options( array_values( $this->colors ) );
		$color->set_visible( true );
		$color->set_position( 0 );
		$material = new \WC_Product_Attribute();
		$material->set_name( 'Material' );
		$material->set_options( array( 'Steel', "O'Neil" ) );
		$material->set_visible( true );
		$material->set_position( 1 );
		$product = new \WC_Product_Simple();
		$product->set_props( array( 'name' => 'Lamp', 'sku' => 'LAMP-1', 'description' => '<p>Warm</p>', 'short_description' => 'Short', 'regular_price' => '12.50', 'sale_price' => '9.90', 'manage_stock' => true, 'stock_quantity' => '0', 'category_ids' => array( $this->category ), 'attributes' => array( $color, $material ) ) );
		$product->set_props( array( 'slug' => 'warm-lamp', 'purchase_note' => 'Don\'t "touch" a\\b', 'global_unique_id' => '4006381333931', 'weight' => '1.50', 'length' => '10', 'width' => '7.5', 'height' => '0.2', 'tax_status' => 'shipping', 'tax_class' => 'reduced-rate', 'shipping_class_id' => $class, 'date_on_sale_from' => '2020-11-23 10:00:00', 'date_on_sale_to' => '2099-11-30 23:59:59' ) );
		$product->set_props( array( 'backorders' => 'notify', 'low_stock_amount' => '2', 'featured' => true, 'sold_individually' => true, 'reviews_allowed' => false, 'virtual' => true, 'catalog_visibility' => 'catalog', 'tag_ids' => array( $tag ), 'upsell_ids' => array( $other ), 'cross_sell_ids' => array( $other ), 'image_id' => $image, 'gallery_image_ids' => array( $image ) ) );
		$product->update_meta_data( 'pim', 'a\\b' );
		$product->update_meta_data( '_unopim_related_ids', array( $other ) );
		$product->save();
		wp_set_object_terms( $product->get_id(), array( $brand ), 'product_brand' );
		$this->run_lookup_jobs();

		$this->assertSame( Rows::of( $product->get_id() ), $ours );
		$this->assertSame( Rows::of_terms(), $our_terms );
	}

	public function test_an_updated_product(): void {
		$change = static function ( \WC_Product $product ): void {
			$product->set_regular_price( '20' );
			$product->set_sale_price( '' );
			$product->set_stock_status( 'outofstock' );
			$product->set_category_ids( array() );
			$product->set_name( 'Big lamp' );
		};
		$made = fn(): \WC_Product => Shop::product( array( 'name' => 'Lamp', 'sku' => 'L', 'regular_price' => '12', 'sale_price' => '9', 'category_ids' => array( $this->category ) ) );

		$product = $made();
		$this->apply( array( $this->op( 'update', 'L', array( 'regular_price' => '20', 'sale_price' => null, 'stock_status' => 'outofstock', 'categories' => array(), 'name' => 'Big lamp' ), array( 'id' => $product->get_id() ) ) ) );
		$ours      = Rows::of( $product->get_id() );
		$our_terms = Rows::of_terms();
		$this->drop_products();

		$product = $made();
		$product = wc_get_product( $product->get_id() );
		$change( $product );
		$product->save();
		$this->assertSame( Rows::of( $product->get_id() ), $ours );
		$this->assertSame( Rows::of_terms(), $our_terms );
	}

	public function test_a_variable_product_and_its_variations(): void {
		$parent = $this->create( 'tee', array( 'attribute:pa_color' => array( 'terms' => array_values( $this->colors ), 'visible' => true, 'variation' => true, 'position' => 0 ), 'categories' => array( $this->category ) ), array( 'kind' => 'variable' ) );
		$ids    = array();
		foreach ( array( 'red' => '10', 'blue' => '12' ) as $color => $price ) {
			$ids[] = $this->create( "tee-{$color}", array( 'axes' => array( 'pa_color' => $color ), 'regular_price' => $price, 'stock_quantity' => '3', 'description' => 'Text' ), array( 'kind' => 'variation', 'parent' => $parent ) );
		}
		$this->apply( array( $this->op( 'sync', 'tee', array(), array( 'kind' => 'variable', 'id' => $parent ) ) ) );
		$ours      = array_map( array( Rows::class, 'of' ), array( $parent, ...$ids ) );
		$our_terms = Rows::of_terms();
		$this->drop_products();

		$color = new \WC_Product_Attribute();
		$color->set_id( wc_attribute_taxonomy_id_by_name( 'pa_color' ) );
		$color->set_name( 'pa_color' );
		$color->set_options( array_values( $this->colors ) );
		$color->set_visible( true );
		$color->set_variation( true );
		$color->set_position( 0 );
		$product = Shop::product( array( 'name' => 'tee', 'sku' => 'tee', 'attributes' => array( $color ), 'category_ids' => array( $this->category ) ), \WC_Product_Variable::class );
		$ids     = array();
		foreach ( array( 'red' => '10', 'blue' => '12' ) as $color => $price ) {
			$ids[] = Shop::product( array( 'parent_id' => $product->get_id(), 'sku' => "tee-{$color}", 'attributes' => array( 'pa_color' => $color ), 'regular_price' => $price, 'manage_stock' => true, 'stock_quantity' => '3', 'description' => 'Text' ), \WC_Product_Variation::class )->get_id();
		}
		\WC_Post_Data::do_deferred_product_sync();
		$this->run_lookup_jobs();
		$this->assertSame( array_map( array( Rows::class, 'of' ), array( $product->get_id(), ...$ids ) ), $ours );
		$this->assertSame( Rows::of_terms(), $our_terms );
	}

	/** But for the one that others are sold beside. */
	private function drop_products(): void {
		global $wpdb, $wc_deferred_product_sync;
		foreach ( $wpdb->get_col( "SELECT ID FROM {$wpdb->posts} WHERE post_type = 'product' AND post_title <> 'Other'" ) as $id ) {
			wc_get_product( $id )->delete( true );
		}
		$wpdb->query( "DELETE FROM {$wpdb->prefix}unopim_links" );
		$wpdb->query( "DELETE FROM {$wpdb->prefix}wc_product_attributes_lookup" );
		$wpdb->query( "DELETE FROM {$wpdb->prefix}actionscheduler_actions" );
		$wpdb->query( "DELETE FROM {$wpdb->termmeta} WHERE meta_key LIKE 'product\\_count\\_%'" );
		$wpdb->query( "UPDATE {$wpdb->term_taxonomy} SET count = 0" );
		$wc_deferred_product_sync = array();
		wp_cache_flush();
	}

	/** What WooCommerce queued, as Action Scheduler would call it. */
	private function run_lookup_jobs(): void {
		global $wpdb;
		wp_cache_flush();
		foreach ( $wpdb->get_col( "SELECT args FROM {$wpdb->prefix}actionscheduler_actions WHERE hook = 'woocommerce_run_product_attribute_lookup_update_callback' ORDER BY action_id" ) as $args ) {
			do_action_ref_array( 'woocommerce_run_product_attribute_lookup_update_callback', json_decode( $args, true ) );
		}
	}
}
