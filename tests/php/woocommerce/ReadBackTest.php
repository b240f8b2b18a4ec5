<?php

declare( strict_types=1 );

namespace UnoPim\Connector\Tests\WooCommerce;

/** What WooCommerce's own API says of a product after every kind of operation is what was planned. */
final class ReadBackTest extends StoreTestCase {

	private const MEASURES = array( 'length', 'width', 'height' );

	/** Fields of the wire by their name in WooCommerce's API, where the value is the same. */
	private const SAME = array(
		'name' => 'name', 'sku' => 'sku', 'slug' => 'slug', 'regular_price' => 'regular_price', 'sale_price' => 'sale_price', 'purchase_note' => 'purchase_note', 'gtin' => 'global_unique_id', 'weight' => 'weight',
		'tax_status' => 'tax_status', 'tax_class' => 'tax_class', 'shipping_class' => 'shipping_class', 'sale_start' => 'date_on_sale_from', 'sale_end' => 'date_on_sale_to', 'manage_stock' => 'manage_stock',
		'stock_status' => 'stock_status', 'backorders' => 'backorders', 'featured' => 'featured', 'sold_individually' => 'sold_individually', 'reviews_allowed' => 'reviews_allowed', 'virtual' => 'virtual',
		'catalog_visibility' => 'catalog_visibility', 'upsells' => 'upsell_ids', 'cross_sells' => 'cross_sell_ids', 'status' => 'status', 'menu_order' => 'menu_order',
	);

	private int $image;

	private int $other;

	protected function setUp(): void {
		parent::setUp();
		do_action( 'rest_api_init' ); // Once; the routes are WooCommerce's own.
		wp_insert_term( 'Bulky', 'product_shipping_class', array( 'slug' => 'bulky' ) );
		$this->image = wp_insert_attachment( array( 'post_title' => 'a', 'post_mime_type' => 'image/png', 'guid' => 'http://127.0.0.1/a.png' ) );
		update_post_meta( $this->image, '_wp_attached_file', 'a.png' );
		$this->other = Shop::product( array( 'name' => 'Other' ) )->get_id();
	}

	public function test_a_product_created_changed_emptied_and_binned(): void {
		$terms  = array( 'categories' => array( Shop::category( 'Shirts' ) ), 'tags' => array( wp_insert_term( 'New', 'product_tag' )['term_id'] ), 'taxonomy:product_brand' => array( wp_insert_term( 'Acme', 'product_brand' )['term_id'] ) );
		$first  = $terms + array(
			'name' => 'Mug', 'slug' => 'blue-mug', 'regular_price' => '10.00', 'sale_price' => '8.50', 'description' => '<p>Long</p>', 'short_description' => '<p>Short</p>', 'purchase_note' => 'Note', 'gtin' => '4006381333931',
			'weight' => '1.50', 'length' => '10', 'width' => '7.5', 'height' => '0.2', 'tax_status' => 'shipping', 'tax_class' => 'reduced-rate', 'shipping_class' => 'bulky', 'sale_start' => '2026-11-23T10:00:00', 'sale_end' => '2026-11-30T23:59:59',
			'manage_stock' => true, 'stock_quantity' => '3', 'stock_status' => 'instock', 'backorders' => 'notify', 'low_stock_amount' => '2', 'featured' => true, 'sold_individually' => true, 'reviews_allowed' => false, 'virtual' => true,
			'catalog_visibility' => 'catalog', 'upsells' => array( $this->other ), 'cross_sells' => array( $this->other ), 'image' => $this->image, 'gallery' => array( $this->image ), 'status' => 'publish', 'menu_order' => 4, 'meta:ean' => 'x',
		);
		$id     = $this->create( 'mug', $first );
		$this->assert_says( $first, $this->api( "products/{$id}" ), 'created' );

		$second = array( 'categories' => array( Shop::category( 'Hats' ) ), 'tags' => array(), 'taxonomy:product_brand' => array(), 'name' => 'Cup', 'slug' => 'cup', 'regular_price' => '9.00', 'sale_price' => '', 'purchase_note' => '', 'gtin' => '', 'weight' => '', 'length' => '', 'width' => '1', 'height' => '', 'tax_status' => 'taxable', 'tax_class' => '', 'shipping_class' => '', 'sale_start' => null, 'sale_end' => null, 'stock_quantity' => null, 'manage_stock' => false, 'stock_status' => 'outofstock', 'backorders' => 'no', 'low_stock_amount' => null, 'featured' => false, 'sold_individually' => false, 'reviews_allowed' => true, 'virtual' => false, 'catalog_visibility' => 'visible', 'upsells' => array(), 'cross_sells' => array(), 'image' => null, 'gallery' => array(), 'status' => 'draft', 'menu_order' => 0, 'meta:ean' => null );
		$this->done( $this->op( 'update', 'mug', $second, array( 'id' => $id ) ) );
		$this->assert_says( $second, $this->api( "products/{$id}" ), 'changed' );

		$this->done( $this->op( 'trash', 'mug', array(), array( 'id' => $id ) ) );
		$this->assert_says( array( 'status' => 'trash', 'name' => 'Cup' ), $this->api( "products/{$id}" ), 'trashed' );
		$this->done( $this->op( 'restore', 'mug', array(), array( 'id' => $id ) ) );
		$this->assert_says( $second, $this->api( "products/{$id}" ), 'restored' );
		$this->done( $this->op( 'delete', 'mug', array(), array( 'id' => $id, 'link' => null ) ) );
		$this->assertSame( 404, $this->status( "products/{$id}" ) );
	}

	public function test_a_variable_product_its_variations_and_the_way_back(): void {
		$colors = Shop::attribute( 'color', array( 'red', 'blue' ) );
		$color  = array( 'terms' => array_values( $colors ), 'visible' => false, 'variation' => true, 'position' => 0 );
		$parent = $this->create( 'tee', array( 'attribute:pa_color' => $color, 'custom:Care' => array( 'values' => array( 'Cold', 'Dry' ), 'visible' => true, 'position' => 1 ) ), array( 'kind' => 'variable' ) );
		$fields = array( 'regular_price' => '10.00', 'sale_price' => '9.00', 'gtin' => '123', 'weight' => '0.3', 'length' => '1', 'width' => '2', 'height' => '3', 'tax_class' => 'zero-rate', 'shipping_class' => 'bulky', 'sale_start' => '2099-01-01T00:00:00', 'sale_end' => null, 'manage_stock' => true, 'stock_quantity' => '4', 'backorders' => 'yes', 'low_stock_amount' => '1', 'virtual' => false, 'status' => 'private', 'description' => '<p>V</p>', 'image' => $this->image, 'menu_order' => 2, 'meta:pim' => 'y' );
		$id     = $this->create( 'tee-red', $fields + array( 'axes' => array( 'pa_color' => 'red' ) ), array( 'kind' => 'variation', 'parent' => $parent ) );
		$this->assert_says( $fields, $this->api( "products/{$parent}/variations/{$id}" ), 'variation' );
		$this->done( $this->op( 'sync', 'tee', array(), array( 'kind' => 'variable', 'id' => $parent ) ) );
		$said = $this->api( "products/{$parent}" );
		$this->assertSame( array( 'variable', array( $id ) ), array( $said['type'], $said['variations'] ) );
		$this->assertSame( array( array( 'pa_color', array( 'Red', 'Blue' ), false, true ), array( 'Care', array( 'Cold', 'Dry' ), true, false ) ), array_map( static fn( array $one ): array => array( $one['slug'], $one['options'], $one['visible'], $one['variation'] ), $said['attributes'] ) );

		$this->done( $this->op( 'update', 'tee-red', array( 'status' => 'publish' ), array( 'kind' => 'variation', 'id' => $id, 'parent' => $parent ) ) );
		$this->done( $this->op( 'update', 'tee', array( 'regular_price' => '5.00' ), array( 'id' => $parent ) ) );
		$said = $this->api( "products/{$parent}" );
		$this->assertSame( array( 'simple', '5.00', '5.00' ), array( $said['type'], $said['regular_price'], $said['price'] ) );
		$this->assertSame( 'private', get_post_status( $id ), 'disabled, not deleted' );
		$this->done( $this->op( 'update', 'tee', array(), array( 'kind' => 'variable', 'id' => $parent ) ) );
		$this->done( $this->op( 'update', 'tee-red', array( 'status' => 'publish' ), array( 'kind' => 'variation', 'id' => $id, 'parent' => $parent ) ) );
		$this->done( $this->op( 'sync', 'tee', array(), array( 'kind' => 'variable', 'id' => $parent ) ) );
		$said = $this->api( "products/{$parent}" );
		$this->assertSame( array( 'variable', array( $id ), '10.00' ), array( $said['type'], $said['variations'], $said['price'] ), 'the sale has not begun' );
		$this->done( $this->op( 'trash', 'tee-red', array(), array( 'kind' => 'variation', 'id' => $id ) ) );
		$this->assertSame( 'private', $this->api( "products/{$parent}/variations/{$id}" )['status'] );
	}

	public function test_a_grouped_product(): void {
		$set = Shop::product( array( 'name' => 'Set' ), \WC_Product_Grouped::class )->get_id();
		$mug = $this->create( 'mug', array( 'regular_price' => '5' ) );
		$this->done( $this->op( 'update', 'set', array( 'grouped' => array( $mug, $this->other ) ), array( 'kind' => 'other', 'id' => $set ) ) );
		$said = $this->api( "products/{$set}" );
		$this->assertSame( array( 'grouped', array( $mug, $this->other ), '5' ), array( $said['type'], $said['grouped_products'], $said['price'] ) );
	}

	public function test_terms(): void {
		$this->done( $this->op( 'create', 'men', array( 'name' => 'Men', 'description' => '<strong>M</strong>', 'order' => 3, 'thumbnail' => $this->image ), array( 'entity' => 'category', 'taxonomy' => 'product_cat' ) ), $id );
		$said = $this->api( "products/categories/{$id}" );
		$this->assertSame( array( 'Men', '<strong>M</strong>', 3, $this->image ), array( $said['name'], $said['description'], $said['menu_order'], $said['image']['id'] ) );
		$this->done( $this->op( 'update', 'men', array( 'name' => 'Men 2', 'thumbnail' => null ), array( 'entity' => 'category', 'taxonomy' => 'product_cat', 'id' => $id ) ) );
		$said = $this->api( "products/categories/{$id}" );
		$this->assertSame( array( 'Men 2', null ), array( $said['name'], $said['image'] ) );
		$this->done( $this->op( 'delete', 'men', array(), array( 'entity' => 'category', 'taxonomy' => 'product_cat', 'id' => $id, 'link' => null ) ) );
		$this->assertSame( 404, $this->status( "products/categories/{$id}" ) );
	}

	public function test_attributes_and_their_options(): void {
		$attribute = array( 'entity' => 'attribute' );
		$option    = array( 'entity' => 'option', 'taxonomy' => 'pa_color' );
		$this->done( $this->op( 'create', 'color', array( 'name' => 'Colour', 'slug' => 'color', 'order_by' => 'menu_order' ), $attribute ), $id );
		$this->assertSame( array( 'Colour', 'pa_color', 'menu_order' ), $this->said( "products/attributes/{$id}", 'name', 'slug', 'order_by' ) );
		$this->done( $this->op( 'update', 'color', array( 'name' => 'Shade' ), $attribute + array( 'id' => $id ) ) );
		$this->assertSame( array( 'Shade', 'pa_color' ), $this->said( "products/attributes/{$id}", 'name', 'slug' ) );

		$this->done( $this->op( 'create', 'color/red', array( 'name' => 'Red', 'slug' => 'red', 'order' => 2, 'swatch_color' => '#ff0000' ), $option ), $red );
		$this->done( $this->op( 'create', 'color/blue', array( 'name' => 'Blue', 'slug' => 'blue', 'order' => 1 ), $option ), $blue );
		$terms = fn(): array => array_column( $this->api( "products/attributes/{$id}/terms" ), 'slug', 'name' );
		// The number that the API gives beside a term is one that the shop itself does not sort by.
		$order = static fn(): array => get_terms( array( 'taxonomy' => 'pa_color', 'hide_empty' => false, 'menu_order' => 'ASC', 'fields' => 'ids' ) );
		$this->assertSame( array( array( 'Blue' => 'blue', 'Red' => 'red' ), array( $blue, $red ) ), array( $terms(), $order() ) );
		$this->done( $this->op( 'update', 'color/red', array( 'name' => 'Crimson', 'order' => 0 ), $option + array( 'id' => $red ) ) );
		$this->assertSame( array( array( 'Blue' => 'blue', 'Crimson' => 'red' ), array( $red, $blue ) ), array( $terms(), $order() ) );
		$this->assertSame( '#ff0000', get_term_meta( $red, 'unopim_swatch_color', true ) );
		$this->done( $this->op( 'delete', 'color/blue', array(), $option + array( 'id' => $blue, 'link' => null ) ) );
		$this->assertSame( array( 'Crimson' => 'red' ), $terms() );
		$this->done( $this->op( 'unlink', 'color/red', array(), $option + array( 'id' => $red, 'link' => null ) ) );
		$this->assertSame( array( 'Crimson' => 'red' ), $terms(), 'only its link is gone' );
		$this->done( $this->op( 'delete', 'color', array(), $attribute + array( 'id' => $id, 'link' => null ) ) );
		$this->assertSame( 404, $this->status( "products/attributes/{$id}" ) );
	}

	/** @dataProvider lists */
	public function test_tags_and_brands( string $taxonomy, string $route ): void {
		$term = array( 'entity' => 'term', 'taxonomy' => $taxonomy );
		$this->done( $this->op( 'create', "{$taxonomy}:a/new", array( 'name' => 'New & old', 'slug' => 'new', 'description' => 'D' ), $term ), $id );
		$this->assertSame( array( 'New &amp; old', 'new', 'D' ), $this->said( "{$route}/{$id}", 'name', 'slug', 'description' ) );
		$this->done( $this->op( 'update', "{$taxonomy}:a/new", array( 'name' => 'Newer', 'description' => '' ), $term + array( 'id' => $id ) ) );
		$this->assertSame( array( 'Newer', 'new', '' ), $this->said( "{$route}/{$id}", 'name', 'slug', 'description' ) );
		$mug = $this->create( 'mug', array( 'product_tag' === $taxonomy ? 'tags' : "taxonomy:{$taxonomy}" => array( $id ) ) );
		$this->assertSame( 1, $this->api( "{$route}/{$id}" )['count'] );
		$this->done( $this->op( 'trash', 'mug', array(), array( 'id' => $mug ) ) );
		$this->assertSame( 0, $this->api( "{$route}/{$id}" )['count'], 'what is in the trash is not counted' );
		$this->done( $this->op( 'delete', "{$taxonomy}:a/new", array(), $term + array( 'id' => $id, 'link' => null ) ) );
		$this->assertSame( 404, $this->status( "{$route}/{$id}" ) );
	}

	/** @return array<string, array{string, string}> */
	public function lists(): array {
		return array( 'tags' => array( 'product_tag', 'products/tags' ), 'brands' => array( 'product_brand', 'products/brands' ) );
	}

	public function test_links_alone_change_no_product(): void {
		$id     = Shop::product( array( 'name' => 'By hand', 'sku' => 'own', 'regular_price' => '3' ) )->get_id();
		$before = $this->api( "products/{$id}" );
		$this->done( $this->op( 'link', 'own', array(), array( 'id' => $id ) ) );
		$this->done( $this->op( 'link', 'level', array(), array( 'entity' => 'group', 'id' => $id ) ) );
		$links = fn( string $entity, string $code ): array => array_column( $this->ask( array( 'do' => 'links.read', 'entity' => $entity, 'channel' => 'default', 'codes' => array( $code ), 'match' => null ) )['links'], 'id' );
		$this->assertSame( array( array( $id ), array( $id ) ), array( $links( 'product', 'own' ), $links( 'group', 'level' ) ) );
		$this->done( $this->op( 'unlink', 'own', array(), array( 'id' => $id, 'link' => null ) ) );
		$this->assertSame( array(), $links( 'product', 'own' ) );
		$this->assertSame( $before, $this->api( "products/{$id}" ) );
	}

	/** What WooCommerce's API says of a record, by name. @return array<mixed> */
	private function said( string $path, string ...$names ): array {
		$said = $this->api( $path );
		return array_map( static fn( string $name ): mixed => $said[ $name ], $names );
	}

	/** @param array<string, mixed> $operation */
	private function done( array $operation, ?int &$id = null ): void {
		$result = $this->apply( array( $operation ) )[0];
		$this->assertSame( 'done', $result['status'], json_encode( $result ) );
		$id = $result['id'];
	}

	/**
	 * @param array<string, mixed> $planned
	 * @param array<string, mixed> $said
	 */
	private function assert_says( array $planned, array $said, string $when ): void {
		foreach ( $planned as $field => $value ) {
			$found = match ( true ) {
				isset( self::SAME[ $field ] )            => $said[ self::SAME[ $field ] ],
				in_array( $field, self::MEASURES, true ) => $said['dimensions'][ $field ],
				in_array( $field, array( 'stock_quantity', 'low_stock_amount' ), true ) => null === $said[ $field ] ? null : (string) $said[ $field ],
				str_ends_with( $field, 'description' )   => trim( $said[ $field ] ),
				in_array( $field, array( 'categories', 'tags' ), true ) => array_column( $said[ $field ], 'id' ),
				'taxonomy:product_brand' === $field      => array_column( $said['brands'], 'id' ),
				'image' === $field                       => isset( $said['images'] ) ? ( $said['images'][0]['id'] ?? null ) : $said['image']['id'] ?? null,
				'gallery' === $field                     => array_column( array_slice( $said['images'], 1 ), 'id' ),
				str_starts_with( $field, 'meta:' )       => array_column( json_decode( json_encode( $said['meta_data'] ), true ), 'value', 'key' )[ substr( $field, 5 ) ] ?? null,
			};
			$this->assertSame( $value, $found, "{$when}: {$field}" );
		}
	}

	/** @return array<string, mixed> */
	private function api( string $path ): array {
		wp_cache_flush();
		$request = new \WP_REST_Request( 'GET', "/wc/v3/{$path}" );
		$request->set_param( 'context', 'edit' );
		$answer = rest_do_request( $request );
		$this->assertSame( 200, $answer->get_status(), json_encode( $answer->get_data() ) );
		return json_decode( json_encode( $answer->get_data() ), true );
	}

	private function status( string $path ): int {
		wp_cache_flush();
		return rest_do_request( new \WP_REST_Request( 'GET', "/wc/v3/{$path}" ) )->get_status();
	}
}
