<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

use UnoPim\Connector\Languages\Languages;
use UnoPim\Connector\Store\Import\ImportMode;
use UnoPim\Connector\Store\ProductFields\FieldSet;
use UnoPim\Connector\Store\ProductFields\LateField;

/** Creates and updates products and variations through WooCommerce's objects. */
final class ProductWriter implements EntityWriter {

	private const CLASSES = array(
		'simple'    => \WC_Product_Simple::class,
		'variable'  => \WC_Product_Variable::class,
		'variation' => \WC_Product_Variation::class,
	);

	public function __construct(
		private FieldSet $fields,
		private ProductReader $reader,
		private LinkReader $link_reader,
		private Links $links,
		private Refs $refs,
		private Touched $touched,
		private ImportMode $mode,
		private ProductBin $bin,
		private Translations $translations
	) {}

	public function prepare( array $operations ): void {
		$ids    = array();
		$terms  = array();
		$others = array();
		foreach ( $operations as $operation ) {
			$ids[] = (int) $operation->id;
			$ids[] = is_int( $operation->parent ) ? $operation->parent : 0;
			foreach ( $operation->written() as $name => $field ) {
				$named = FieldSet::ids_in( $name, $field['new'] ?? null );
				$terms = array_merge( $terms, $named['terms'] );
				array_push( $others, ...$named['posts'] );
			}
		}
		$this->reader->prime( $ids );
		if ( array() !== $others ) {
			_prime_post_caches( array_values( array_unique( $others ) ), false, false );
		}
		if ( array() !== $terms ) {
			_prime_term_caches( array_values( array_unique( $terms ) ), false );
		}
	}

	public function apply( Operation $operation ): Outcome {
		return match ( $operation->action ) {
			'create' => $this->create( $operation ),
			'update' => $this->update( $operation ),
			'link'   => $this->link( $operation ),
			'sync'   => $this->sync( $operation ),
			'trash', 'restore', 'delete' => $this->bin( $operation ),
			default  => throw new StoreError( 'unsupported', "Products know no action {$operation->action}.", null, 'The actions are listed in docs/wire.md.' ),
		};
	}

	public function hashes( array $wanted ): array {
		$this->reader->prime( array_column( $wanted, 'id' ) );
		$hashes = array();
		foreach ( $wanted as $key => $want ) {
			$product = ProductReader::load( $want['id'] );
			if ( null === $product ) {
				throw new StoreError( 'gone', "The item #{$want['id']} disappeared while it was written.", null, 'Run the pull again.' );
			}
			foreach ( $want['fields'] as $field ) {
				$hashes[ $key ][ $field ] = $this->reader->hash( $product, $field );
			}
		}
		return $hashes;
	}

	private function create( Operation $operation ): Outcome {
		$before = $this->created_before( $operation );
		if ( null !== $before ) {
			return $before;
		}
		$product = null === $operation->translation_of ? $this->blank( (string) $operation->kind ) : $this->translations->copy( $operation );
		if ( 'variation' === $operation->kind ) {
			$product->set_parent_id( $this->parent( $operation ) );
		}
		$id = $this->write( $product, $operation );
		$this->translations->keep( $operation, Languages::POST, $id, (string) get_post_type( $id ) );
		if ( null !== $operation->translation_of ) {
			$this->translations->keep_terms( $operation, $product );
		}
		return Outcome::done( $id );
	}

	private function link( Operation $operation ): Outcome {
		$id = (int) $operation->id;
		return in_array( get_post_type( $id ), array( 'product', 'product_variation' ), true ) ? Outcome::done( $id ) : throw self::gone( $id );
	}

	/** A create that an interrupted run carried out already: the link says so. */
	private function created_before( Operation $operation ): ?Outcome {
		$link    = $this->links->find( 'product', $operation->channel, $operation->key );
		$product = null === $link ? null : ProductReader::load( $link->shop_id );
		if ( null === $product ) {
			return null;
		}
		return $link->target === ( $operation->link['target'] ?? null ) ? Outcome::done( $product->get_id() ) : $this->changed( $product, $operation );
	}

	private function update( Operation $operation ): Outcome {
		$product = $this->existing( $operation );
		if ( $this->is_stale( $product, $operation ) ) {
			return $this->changed( $product, $operation );
		}
		$product = $this->of_kind( $product, $operation );
		if ( 'variation' === $operation->kind && null !== $operation->parent && $this->parent( $operation ) !== $product->get_parent_id( 'edit' ) ) {
			throw new StoreError( 'parent_changed', "The variation #{$product->get_id()} belongs to the product #{$product->get_parent_id( 'edit' )}, and cannot be moved to another one.", 'parent', 'Delete the variation in the shop, or unlink it; the next pull creates it under its new product.' );
		}
		if ( 'trash' === $product->get_status( 'edit' ) && null !== $operation->value( 'status' ) ) {
			$product = $this->bin->restore( $product );
		}
		return Outcome::done( $this->write( $product, $operation ) );
	}

	private function bin( Operation $operation ): Outcome {
		$product = ProductReader::load( (int) $operation->id );
		if ( null === $product ) {
			if ( 'delete' !== $operation->action ) {
				throw self::gone( (int) $operation->id );
			}
			$this->links->remove_all( array( (int) $operation->id ) );
			return Outcome::done( (int) $operation->id );
		}
		if ( $this->is_stale( $product, $operation ) ) {
			return $this->changed( $product, $operation );
		}
		return Outcome::done(
			match ( $operation->action ) {
				'trash'   => $this->bin->trash( $product ),
				'restore' => $this->bin->restore( $product )->get_id(),
				'delete'  => $this->delete( $product ),
			}
		);
	}

	/** For good: no channel is linked to it or its variations any more, so that UnoPim may bring them again. */
	private function delete( \WC_Product $product ): int {
		$ids = array( $product->get_id(), ...$this->bin->children( $product->get_id() ) );
		$id  = $this->bin->delete( $product );
		$this->links->remove_all( $ids );
		return $id;
	}

	/** Whether the shop holds something else than the engine saw. */
	private function is_stale( \WC_Product $product, Operation $operation ): bool {
		foreach ( $operation->written() as $name => $field ) {
			if ( isset( $field['expect'] ) && $field['expect'] !== $this->reader->hash( $product, $name ) ) {
				return true;
			}
		}
		return false;
	}

	/** What a variable product shows of its variations: price range, stock, attributes. */
	private function sync( Operation $operation ): Outcome {
		$product = $this->existing( $operation );
		if ( ! $product instanceof \WC_Product_Variable ) {
			throw new StoreError( 'kind_mismatch', 'Only a variable product can be synchronised with its variations.', null, 'Run the pull again.' );
		}
		$this->touched->write();
		$this->touched->product( $product->get_id() );
		$this->mode->before_sync( $product->get_id() );
		$this->reader->prime( $product->get_children() );
		\WC_Product_Variable::sync( $product );
		return Outcome::done( $product->get_id() );
	}

	private function write( \WC_Product $product, Operation $operation ): int {
		$written = $operation->written();
		if ( isset( $written['manage_stock'] ) ) {
			// A quantity turns stock management on; who says otherwise, says it in particular.
			$written = array_diff_key( $written, array( 'manage_stock' => 1 ) ) + array( 'manage_stock' => $written['manage_stock'] );
		}
		if ( isset( $written['status'] ) && $product->is_type( 'variation' ) ) {
			$this->bin->forget( $product );
		}
		$late = array();
		foreach ( $written as $name => $field ) {
			$of = $this->fields->get( $name );
			$of->write( $product, $field['new'] ?? null, $operation->channel );
			if ( $of instanceof LateField ) {
				$late[] = static fn() => $of->finish( $product, $field['new'] ?? null, $operation->channel );
			}
		}
		$was = $product->get_id() > 0 ? \WC_Product_Factory::get_product_type( $product->get_id() ) : '';
		$id  = match ( true ) {
			'variable' === $was && $product->is_type( 'simple' ) => $this->save_as_simple( $product ),
			'simple' === $was && $product->is_type( 'variable' ) => $this->save_as_variable( $product, $operation->stay_disabled ),
			default => $this->save( $product ),
		};
		array_walk( $late, static fn( callable $finish ) => $finish() );
		if ( isset( $written['catalog_visibility'] ) && 'create' !== $operation->action ) {
			$this->mode->visibility_changed( $id );
		}
		return $id;
	}

	private function save( \WC_Product $product ): int {
		$this->touched->write();
		try {
			$id = $product->save();
		} finally {
			if ( $product->get_id() > 0 ) {
				$this->touched->product( $product->get_id() );
			}
		}
		if ( $id < 1 ) {
			// WooCommerce swallows the error of wp_insert_post.
			global $wpdb;
			throw new StoreError( 'not_saved', 'WordPress did not save the product' . ( '' === $wpdb->last_error ? '.' : ": {$wpdb->last_error}" ), null, 'Often a value is too long, or holds characters that the database cannot keep.' );
		}
		return $id;
	}

	/**
	 * The item that an operation names, or that its key is linked to: a plan does not know the id of what it creates.
	 *
	 * @throws StoreError When the item is gone.
	 */
	private function existing( Operation $operation ): \WC_Product {
		$id      = (int) ( $operation->id ?? $this->links->find( 'product', $operation->channel, $operation->key )?->shop_id );
		$product = ProductReader::load( $id );
		if ( null === $product ) {
			throw self::gone( $id );
		}
		return $product;
	}

	private static function gone( int $id ): StoreError {
		return new StoreError( 'gone', "The shop has no product #{$id} any more.", null, 'Unlink the product, or recreate it from the links page.' );
	}

	private function blank( string $kind ): \WC_Product {
		if ( ! isset( self::CLASSES[ $kind ] ) ) {
			throw new StoreError( 'unsupported', "Items of the kind {$kind} cannot be created.", null, 'Known are: ' . implode( ', ', array_keys( self::CLASSES ) ) . '.' );
		}
		$class   = \WC_Product_Factory::get_classname_from_product_type( $kind );
		$class   = is_string( $class ) && class_exists( $class ) ? $class : self::CLASSES[ $kind ];
		$product = new $class();
		return $product;
	}

	/** The type of a product never changes, but for simple to variable and back. The id stays. */
	private function of_kind( \WC_Product $product, Operation $operation ): \WC_Product {
		$is_variation = $product->is_type( 'variation' );
		if ( null !== $operation->kind && $is_variation !== ( 'variation' === $operation->kind ) ) {
			throw new StoreError( 'kind_mismatch', sprintf( 'The item #%d is %s.', $product->get_id(), $is_variation ? 'a variation' : 'no variation' ), null, 'Unlink the item, so that it is matched again.' );
		}
		return match ( true ) {
			'variable' === $operation->kind && $product->is_type( 'simple' ) => new \WC_Product_Variable( $product->get_id() ),
			'simple' === $operation->kind && $product->is_type( 'variable' ) => new \WC_Product_Simple( $product->get_id() ),
			default => $product,
		};
	}

	/** Nothing but UnoPim deletes a variation: those of a product that becomes a simple one are disabled. */
	private function save_as_simple( \WC_Product $product ): int {
		add_filter( 'woocommerce_delete_variations_on_product_type_change', '__return_false', PHP_INT_MAX );
		try {
			$id = $this->save( $product );
		} finally {
			remove_filter( 'woocommerce_delete_variations_on_product_type_change', '__return_false', PHP_INT_MAX );
		}
		$this->bin->disable_variations( $id );
		$this->mode->type_changed( $id );
		return $id;
	}

	/** @param array<int> $stay Variations that stay disabled. */
	private function save_as_variable( \WC_Product $product, array $stay ): int {
		$id = $this->save( $product );
		$this->bin->enable_variations( $id, $stay );
		$this->mode->type_changed( $id );
		return $id;
	}

	/** @throws StoreError */
	private function parent( Operation $operation ): int {
		$id     = $this->refs->id( $operation->parent, $operation->channel, 'parent' );
		$parent = ProductReader::load( $id );
		if ( null === $parent || ! $parent->is_type( 'variable' ) ) {
			throw new StoreError( 'parent_missing', "The variable product #{$id} of the variation does not exist.", 'parent', 'Run the pull again; variable products are written before their variations.' );
		}
		return $id;
	}

	private function changed( \WC_Product $product, Operation $operation ): Outcome {
		$bases = $this->link_reader->bases( $operation->channel, array( $product->get_id() ) );
		return Outcome::changed( $this->reader->snapshot( $product, $operation->field_names(), $bases[ $product->get_id() ] ?? array() ) );
	}
}
