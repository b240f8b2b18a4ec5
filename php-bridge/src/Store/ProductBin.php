<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/**
 * Products on their way out and back: to the trash and out of it, or gone for good. A variation has no trash of its own on WooCommerce's
 * screens, so that it is disabled in its place; what it was before is kept as WordPress keeps it for the trash.
 */
final class ProductBin {

	private const BEFORE = '_wp_trash_meta_status';

	public function __construct( private \wpdb $db, private Touched $touched ) {}

	/** @throws StoreError When the site has no trash. */
	public function trash( \WC_Product $product ): int {
		$id = $product->get_id();
		if ( 'trash' === $product->get_status( 'edit' ) ) {
			return $id;
		}
		if ( $product->is_type( 'variation' ) ) {
			$this->disable( $product );
			return $id;
		}
		if ( ! EMPTY_TRASH_DAYS ) {
			throw new StoreError( 'no_trash', 'This site has no trash, so that the product would be gone for good (EMPTY_TRASH_DAYS is 0).', null, 'Change EMPTY_TRASH_DAYS in wp-config.php, or set On-delete to Delete or Skip.' );
		}
		$this->touch( $id );
		$product->delete( false );
		return $this->made_sure( $id, 'trash' === get_post_status( $id ) );
	}

	/**
	 * Out of the trash, with all that WooCommerce does then: its variations come along.
	 *
	 * @throws StoreError When its SKU was given to another item meanwhile; WooCommerce would rename it.
	 */
	public function restore( \WC_Product $product ): \WC_Product {
		$id = $product->get_id();
		if ( 'trash' === $product->get_status( 'edit' ) ) {
			$sku = (string) $product->get_sku( 'edit' );
			if ( '' !== $sku && ! wc_product_has_unique_sku( $id, $sku ) ) {
				throw StoreError::sku_taken( (int) wc_get_product_id_by_sku( $sku ) );
			}
			$this->touch( $id );
			wp_untrash_post( $id );
			$this->made_sure( $id, 'trash' !== get_post_status( $id ) );
			$this->mend_slug( $id );
			return ProductReader::load( $id ) ?? $product;
		}
		$before = $product->is_type( 'variation' ) ? (string) get_post_meta( $id, self::BEFORE, true ) : '';
		if ( '' !== $before ) {
			$this->touch( $id );
			$product->delete_meta_data( self::BEFORE );
			$product->set_status( $before );
			$product->save();
		}
		return $product;
	}

	/** What had no slug (a draft) keeps the one of the trash, and would be published with it. */
	private function mend_slug( int $id ): void {
		if ( '__trashed' === get_post_field( 'post_name', $id ) ) {
			$this->db->update( $this->db->posts, array( 'post_name' => '' ), array( 'ID' => $id ) );
			clean_post_cache( $id );
		}
	}

	/** For good, a variable product with its variations. */
	public function delete( \WC_Product $product ): int {
		$id = $product->get_id();
		$this->touch( $id );
		$product->delete( true );
		return $this->made_sure( $id, null === get_post( $id ) );
	}

	/** Somebody gave a variation another status since: it does not come back as what it was. */
	public function forget( \WC_Product $variation ): void {
		$variation->delete_meta_data( self::BEFORE );
	}

	/** Those of a product that becomes a simple one. */
	public function disable_variations( int $parent ): void {
		foreach ( $this->variations( $parent ) as $variation ) {
			if ( 'publish' === $variation->get_status( 'edit' ) ) {
				$this->disable( $variation );
			}
		}
	}

	/**
	 * The product is a variable one again: its variations come back as what they were, but for those that stay disabled.
	 *
	 * @param array<int> $stay
	 */
	public function enable_variations( int $parent, array $stay ): void {
		foreach ( $this->variations( $parent ) as $variation ) {
			if ( ! in_array( $variation->get_id(), $stay, true ) ) {
				$this->restore( $variation );
			}
		}
	}

	/** What was disabled before keeps what it was then. */
	private function disable( \WC_Product $variation ): void {
		$status = $variation->get_status( 'edit' );
		if ( 'private' !== $status || '' === (string) $variation->get_meta( self::BEFORE ) ) {
			$variation->update_meta_data( self::BEFORE, $status );
		}
		$this->touch( $variation->get_id() );
		$variation->set_status( 'private' );
		$variation->save();
	}

	/** @return array<\WC_Product> */
	private function variations( int $parent ): array {
		return array_values( array_filter( array_map( array( ProductReader::class, 'load' ), $this->children( $parent ) ) ) );
	}

	private function touch( int $id ): void {
		$this->touched->write();
		$this->touched->product( $id );
		array_map( array( $this->touched, 'product' ), $this->children( $id ) );
	}

	/** @return array<int> The variations of a product. */
	public function children( int $id ): array {
		$ids = array_map( 'intval', Sql::column( $this->db, $this->db->prepare( "SELECT ID FROM {$this->db->posts} WHERE post_parent = %d AND post_type = 'product_variation'", $id ) ) );
		_prime_post_caches( $ids );
		return $ids;
	}

	/** @throws StoreError When a plugin kept WordPress from it. */
	private function made_sure( int $id, bool $done ): int {
		return $done ? $id : throw new StoreError( 'not_saved', "WordPress left the item #{$id} where it was.", null, 'A plugin may prevent that items are deleted or restored.' );
	}
}
