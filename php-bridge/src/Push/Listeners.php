<?php
declare(strict_types=1);

namespace UnoPim\Connector\Push;

use UnoPim\Connector\Platform\Registrable;
use UnoPim\Connector\Store\OwnWrites;

/**
 * Hears of everything that is saved or deleted in the shop and can be sent to UnoPim, whoever does it: the editor, quick and bulk edit, REST,
 * the importer, commands. What the connector writes itself is not heard.
 */
final class Listeners implements Registrable {

	/** A product with several of these changed and nothing else has nothing to send. */
	private const STOCK = array( 'stock_quantity', 'stock_status', 'manage_stock', 'low_stock_amount', 'backorders', 'total_sales', 'date_modified' );

	/** Taxonomies of products that are WooCommerce's own switches. */
	private const SWITCHES = array( 'product_type', 'product_visibility', 'product_shipping_class' );

	/** @var array<string,true> products of a site (`here`) whose stock is being set by WooCommerce itself. */
	private array $stocked = array();

	/** @var array<string,true> that are being saved because of their stock alone. */
	private array $spared = array();

	/** @var array<string,true> products and taxonomies that go with all that is theirs. */
	private array $going = array();

	/** @param callable():Changes $changes */
	public function __construct( private $changes ) {}

	public function register(): void {
		foreach ( array( 'woocommerce_new_product', 'woocommerce_update_product', 'woocommerce_new_product_variation', 'woocommerce_update_product_variation' ) as $hook ) {
			add_action( $hook, fn( $id ) => $this->product_saved( (int) $id ) );
		}
		add_action( 'save_post_product', fn( $id ) => $this->product_saved( (int) $id ) );
		add_action( 'save_post_product_variation', fn( $id ) => $this->product_saved( (int) $id ) );
		add_action( 'woocommerce_before_product_object_save', fn( $product ) => $this->look_at_stock( $product ) );
		foreach ( array( 'product', 'variation' ) as $kind ) {
			add_action( "woocommerce_{$kind}_before_set_stock", function ( $product ): void {
				$this->stocked[ self::here( $product->get_id() ) ] = true;
			} );
			add_action( "woocommerce_{$kind}_set_stock", function ( $product ): void {
				unset( $this->stocked[ self::here( $product->get_id() ) ] );
			} );
		}
		// Before WooCommerce, which deletes the variations with their parent.
		add_action( 'wp_trash_post', fn( $id ) => $this->product_goes( (int) $id ), 1 );
		add_action( 'before_delete_post', fn( $id ) => $this->product_goes( (int) $id ), 1 );
		add_action( 'untrashed_post', fn( $id ) => $this->product_returns( (int) $id ) );

		add_action( 'saved_term', fn( $term, $tt, $taxonomy ) => $this->term_saved( (int) $term, (string) $taxonomy ), 10, 3 );
		add_action( 'pre_delete_term', fn( $term, $taxonomy ) => $this->term_goes( (int) $term, (string) $taxonomy ), 10, 2 );
		add_action( 'woocommerce_attribute_added', fn( $id ) => $this->note( static fn( Changes $changes ) => $changes->saved( 'attribute', (int) $id ) ) );
		add_action( 'woocommerce_attribute_updated', fn( $id ) => $this->note( static fn( Changes $changes ) => $changes->saved( 'attribute', (int) $id ) ) );
		add_action( 'woocommerce_before_attribute_delete', fn( $id, $name, $taxonomy ) => $this->attribute_goes( (int) $id, (string) $taxonomy ), 10, 3 );
	}

	private function product_saved( int $id ): void {
		$post = get_post( $id );
		if ( ! $post instanceof \WP_Post || ( defined( 'DOING_AUTOSAVE' ) && DOING_AUTOSAVE ) ) {
			return;
		}
		if ( isset( $this->spared[ self::here( $id ) ] ) ) {
			unset( $this->spared[ self::here( $id ) ] );
			return;
		}
		$product = 'product_variation' === $post->post_type ? get_post( $post->post_parent ) : $post;
		if ( ! $product instanceof \WP_Post || 'product' !== $product->post_type || isset( $this->going[ self::here( $product->ID ) ] ) || in_array( $product->post_status, array( 'auto-draft', 'trash', 'inherit' ), true ) ) {
			return;
		}
		$this->note( static fn( Changes $changes ) => $changes->saved( 'product', $product->ID ) );
	}

	/** @param mixed $product about to be saved */
	private function look_at_stock( mixed $product ): void {
		if ( ! $product instanceof \WC_Product || 0 === $product->get_id() ) {
			return;
		}
		$changed = array_keys( $product->get_changes() );
		$meta    = array_filter( $product->get_meta_data(), static fn( $meta ) => empty( $meta->id ) || array() !== $meta->get_changes() );
		$only    = array() === array_diff( $changed, self::STOCK ) && array() === $meta;
		unset( $this->spared[ self::here( $product->get_id() ) ] );
		// A save without any change known beforehand may be the editor's, which writes the post by itself.
		if ( $only && ( array() !== array_diff( $changed, array( 'date_modified' ) ) || isset( $this->stocked[ self::here( $product->get_id() ) ] ) ) ) {
			$this->spared[ self::here( $product->get_id() ) ] = true;
		}
	}

	private function product_goes( int $id ): void {
		$type = get_post_type( $id );
		if ( 'product' === $type ) {
			$this->going[ self::here( $id ) ] = true;
			$terms                          = get_the_terms( $id, 'product_type' );
			$this->note( static fn( Changes $changes ) => $changes->deleted( 'product', $id, is_array( $terms ) && isset( $terms[0] ) ? $terms[0]->slug : 'simple' ) );
		} elseif ( 'product_variation' === $type ) {
			$parent = (int) wp_get_post_parent_id( $id );
			// With its parent it goes by itself, in UnoPim too.
			if ( ! isset( $this->going[ self::here( $parent ) ] ) && 'trash' !== get_post_status( $parent ) ) {
				$this->note( static fn( Changes $changes ) => $changes->deleted( 'product', $id, 'variation' ) );
			}
		}
	}

	private function product_returns( int $id ): void {
		unset( $this->going[ self::here( $id ) ] );
		$this->product_saved( $id );
	}

	private function term_saved( int $term, string $taxonomy ): void {
		$entity = self::entity( $taxonomy );
		if ( null !== $entity ) {
			$this->note( static fn( Changes $changes ) => $changes->saved( $entity, $term ) );
		}
	}

	private function term_goes( int $term, string $taxonomy ): void {
		$entity = self::entity( $taxonomy );
		if ( null !== $entity && ! isset( $this->going[ self::here( $taxonomy ) ] ) ) {
			$this->note( static fn( Changes $changes ) => $changes->deleted( $entity, $term, 'term' ) );
		}
	}

	private function attribute_goes( int $id, string $taxonomy ): void {
		$this->going[ self::here( $taxonomy ) ] = true;
		$this->note( static fn( Changes $changes ) => $changes->deleted( 'attribute', $id, 'attribute' ) );
	}

	/** Numbers and names are those of the present site. */
	private static function here( int|string $what ): string {
		return get_current_blog_id() . " {$what}";
	}

	private static function entity( string $taxonomy ): ?string {
		$known = get_taxonomy( $taxonomy );
		return match ( true ) {
			! $known || ! in_array( 'product', (array) $known->object_type, true ) || in_array( $taxonomy, self::SWITCHES, true ) => null,
			'product_cat' === $taxonomy => 'category',
			str_starts_with( $taxonomy, 'pa_' ) => 'option',
			default => 'term',
		};
	}

	/** @param callable(Changes):void $what */
	private function note( callable $what ): void {
		if ( ! OwnWrites::are_going_on() ) {
			$what( ( $this->changes )() );
		}
	}
}
