<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

use UnoPim\Connector\Languages\Languages;
use UnoPim\Connector\Store\Import\ImportMode;

/** Options (terms of an attribute's taxonomy), categories, and terms of any other taxonomy. */
final class TermWriter implements EntityWriter {

	private const HINTS = array(
		'term_exists'         => 'The shop has a term of that name there. Give it the same slug, so that it is matched, or rename one of the two.',
		'duplicate_term_slug' => 'Choose another slug.',
		'empty_term_name'     => 'Give the record a label in UnoPim.',
		'missing_parent'      => 'Run a full pull, which creates parents before children.',
		'db_insert_error'     => 'WordPress keeps at most 200 characters in a term\'s name. Shorten the label.',
		'db_update_error'     => 'WordPress keeps at most 200 characters in a term\'s name. Shorten the label.',
	);

	public function __construct( private Links $links, private Refs $refs, private Touched $touched, private Usage $usage, private ImportMode $mode, private Translations $translations ) {}

	public function prepare( array $operations ): void {
		$ids = array_filter( array_map( static fn( Operation $operation ): int => (int) $operation->id, $operations ) );
		if ( array() !== $ids ) {
			_prime_term_caches( array_values( array_unique( $ids ) ) );
		}
	}

	public function apply( Operation $operation ): Outcome {
		$taxonomy = (string) $operation->taxonomy;
		if ( ! taxonomy_exists( $taxonomy ) ) {
			throw new StoreError( 'taxonomy_missing', "The shop has no taxonomy {$taxonomy}.", null, 'Run a full pull, which creates attributes before their options.' );
		}
		return match ( $operation->action ) {
			'create' => $this->create( $operation, $taxonomy ),
			'update' => $this->update( $operation, $this->existing( $operation, $taxonomy ) ),
			'link'   => Outcome::done( $this->existing( $operation, $taxonomy )->term_id ),
			'delete' => $this->delete( $operation, $taxonomy ),
			default  => throw new StoreError( 'unsupported', "Terms know no action {$operation->action}.", null, 'The actions are listed in docs/wire.md.' ),
		};
	}

	public function hashes( array $wanted ): array {
		$hashes = array();
		foreach ( $wanted as $key => $want ) {
			$term = $this->term( $want['id'], (string) $want['operation']->taxonomy );
			foreach ( $want['fields'] as $field ) {
				$hashes[ $key ][ $field ] = FieldHash::of( TermReader::value( $term, $field ) );
			}
		}
		return $hashes;
	}

	private function create( Operation $operation, string $taxonomy ): Outcome {
		$link = $this->links->find( $operation->entity, $operation->link_channel(), $operation->key );
		if ( null !== $link && get_term( $link->shop_id, $taxonomy ) instanceof \WP_Term ) {
			return Outcome::done( $link->shop_id ); // An interrupted run created it.
		}
		$arguments = $this->arguments( $operation );
		$meta      = $this->meta( $operation );
		$slug      = $operation->value( 'slug' );
		if ( null !== $slug && '' !== $slug ) {
			$arguments['slug'] = wp_slash( (string) $slug );
		}
		$this->touched->write();
		$made = wp_insert_term( $arguments['name'] ?? '', $taxonomy, $arguments );
		if ( is_wp_error( $made ) ) {
			throw $this->refusal( $made );
		}
		$id = (int) $made['term_id'];
		$this->touched->term( $id, $taxonomy );
		$this->translations->keep( $operation, Languages::TERM, $id, $taxonomy );
		$this->translations->copy_term_meta( $operation, $id );
		$this->write_meta( $operation, $id, $meta );
		return Outcome::done( $id );
	}

	private function update( Operation $operation, \WP_Term $term ): Outcome {
		foreach ( $operation->written() as $name => $field ) {
			if ( isset( $field['expect'] ) && $field['expect'] !== FieldHash::of( TermReader::value( $term, $name ) ) ) {
				return Outcome::changed( $this->snapshot( $term, $operation ) );
			}
		}
		$arguments = $this->arguments( $operation );
		$meta      = $this->meta( $operation );
		$this->touched->write();
		$this->touched->term( $term->term_id, $term->taxonomy );
		if ( array() !== $arguments ) {
			$made = wp_update_term( $term->term_id, $term->taxonomy, $arguments );
			if ( is_wp_error( $made ) ) {
				throw $this->refusal( $made );
			}
			$now = $this->term( $term->term_id, $term->taxonomy );
			// WordPress breaks a loop by silently choosing another parent.
			if ( isset( $arguments['parent'] ) && $arguments['parent'] !== (int) $now->parent ) {
				throw new StoreError( 'parent_loop', 'A category cannot be put below one of its own children.', 'parent', 'Correct the category tree in UnoPim.' );
			}
			if ( (int) $now->parent !== (int) $term->parent ) {
				$this->mode->branch_changed( $term->taxonomy, (int) $term->parent );
				$this->mode->branch_changed( $term->taxonomy, (int) $now->parent );
			}
		}
		$this->write_meta( $operation, $term->term_id, $meta );
		return Outcome::done( $term->term_id );
	}

	/** One that is gone already is done. */
	private function delete( Operation $operation, string $taxonomy ): Outcome {
		$id   = (int) $operation->id;
		$term = get_term( $id, $taxonomy );
		if ( ! $term instanceof \WP_Term ) {
			return Outcome::done( $id );
		}
		if ( in_array( $id, array( (int) get_option( 'default_product_cat' ), (int) get_option( "default_term_{$taxonomy}" ) ), true ) ) {
			throw new StoreError( 'still_used', 'The shop gives this term to items that have none of its kind.', null, 'Choose another default in WooCommerce first, or unlink the term.' );
		}
		if ( is_taxonomy_hierarchical( $taxonomy ) && $this->usage->has_foreign_children( $term, $operation->entity ) ) {
			throw new StoreError( 'still_used', 'The term has children that do not come from UnoPim.', null, 'Move or delete them in the shop, or unlink the term.' );
		}
		if ( $this->usage->of_term( $term ) ) {
			throw new StoreError( 'still_used', 'Items that do not come from UnoPim still carry the term.', null, 'Take it from them in the shop, or unlink the term.' );
		}
		$this->touched->write();
		$this->touched->term( $id, $taxonomy );
		// WooCommerce gives products that lose their last category the default one, but only from its own screens.
		$done = wp_delete_term( $id, $taxonomy, 'product_cat' === $taxonomy ? array( 'default' => (int) get_option( 'default_product_cat' ) ) : array() );
		if ( is_wp_error( $done ) ) {
			throw $this->refusal( $done );
		}
		$this->mode->after_terms_deleted( $taxonomy, $id );
		$this->mode->branch_changed( $taxonomy, (int) $term->parent );
		return Outcome::done( $id );
	}

	/**
	 * What `wp_insert_term` and `wp_update_term` take, slashed as they want it.
	 *
	 * @return array<string, string|int>
	 */
	private function arguments( Operation $operation ): array {
		$arguments = array();
		foreach ( $operation->written() as $name => $field ) {
			$value = $field['new'] ?? null;
			switch ( $name ) {
				case 'name':
					$arguments['name'] = wp_slash( Text::line( (string) $value ) );
					break;
				case 'description':
					$arguments['description'] = wp_slash( Text::html( (string) $value ) );
					break;
				case 'parent':
					$arguments['parent'] = null === $value ? 0 : $this->refs->id( $value, $operation->channel, 'parent' );
					break;
				case 'slug':
				case 'order':
					break;
				default:
					if ( ! TermMeta::is_meta( $name ) ) {
						throw new StoreError( 'unknown_field', "Terms have no field {$name}.", $name, 'The fields are listed in docs/wire.md.' );
					}
			}
		}
		return $arguments;
	}

	/**
	 * The fields that are kept as meta, checked.
	 *
	 * @return array<string, string|int|null>
	 */
	private function meta( Operation $operation ): array {
		$meta = array();
		foreach ( $operation->written() as $name => $field ) {
			if ( TermMeta::is_meta( $name ) ) {
				$meta[ $name ] = TermMeta::checked( $name, $field['new'] ?? null );
			}
		}
		return $meta;
	}

	/**
	 * With them the place that WooCommerce sorts by. Its own wc_set_term_order() does the same, and then renumbers all children.
	 *
	 * @param array<string, string|int|null> $meta
	 */
	private function write_meta( Operation $operation, int $id, array $meta ): void {
		foreach ( $meta as $name => $value ) {
			TermMeta::write( $id, $name, $value );
		}
		if ( array_key_exists( 'order', $operation->written() ) ) {
			update_term_meta( $id, 'order', (int) $operation->value( 'order' ) );
			clean_term_cache( $id, (string) $operation->taxonomy );
		}
	}

	private function existing( Operation $operation, string $taxonomy ): \WP_Term {
		return $this->term( (int) $operation->id, $taxonomy );
	}

	/** @throws StoreError When the term is gone. */
	private function term( int $id, string $taxonomy ): \WP_Term {
		$term = get_term( $id, $taxonomy );
		if ( ! $term instanceof \WP_Term ) {
			throw new StoreError( 'gone', "The term #{$id} of {$taxonomy} does not exist any more.", null, 'Run a full pull, which matches or creates it again.' );
		}
		return $term;
	}

	/** @return array<string, mixed> */
	private function snapshot( \WP_Term $term, Operation $operation ): array {
		$link   = $this->links->find( $operation->entity, $operation->link_channel(), $operation->key );
		$values = array();
		foreach ( $operation->field_names() as $name ) {
			$value           = TermReader::value( $term, $name );
			$values[ $name ] = array( 'v' => $value, 'h' => FieldHash::of( $value ) );
		}
		return array( 'id' => $term->term_id, 'kind' => 'term', 'slug' => $term->slug, 'taxonomy' => $term->taxonomy, 'fields' => (object) $values, 'bases' => (object) ( $link->bases ?? array() ) );
	}

	private function refusal( \WP_Error $error ): StoreError {
		$field = match ( $error->get_error_code() ) {
			'duplicate_term_slug' => 'slug',
			'missing_parent'      => 'parent',
			default               => 'name',
		};
		return StoreError::from_wp_error( $error, $field, self::HINTS[ $error->get_error_code() ] ?? null );
	}
}
