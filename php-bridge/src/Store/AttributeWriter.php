<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

use UnoPim\Connector\Store\Import\ImportMode;

/** The shop's attributes. */
final class AttributeWriter implements EntityWriter {

	private const HINT = 'Rename the attribute in UnoPim, or map it to an attribute that the shop has.';

	public function __construct( private Links $links, private Touched $touched, private Usage $usage, private ImportMode $mode ) {}

	public function prepare( array $operations ): void {}

	public function apply( Operation $operation ): Outcome {
		return match ( $operation->action ) {
			'create' => $this->create( $operation ),
			'update' => $this->update( $operation ),
			'link'   => Outcome::done( (int) $this->existing( (int) $operation->id )->attribute_id ),
			'delete' => $this->delete( $operation ),
			default  => throw new StoreError( 'unsupported', "Attributes know no action {$operation->action}.", null, 'The actions are listed in docs/wire.md.' ),
		};
	}

	public function hashes( array $wanted ): array {
		$hashes = array();
		foreach ( $wanted as $key => $want ) {
			$row = $this->existing( $want['id'] );
			foreach ( $want['fields'] as $field ) {
				$hashes[ $key ][ $field ] = FieldHash::of( AttributeReader::value( $row, $field ) );
			}
		}
		return $hashes;
	}

	private function create( Operation $operation ): Outcome {
		$link = $this->links->find( 'attribute', '', $operation->key );
		if ( null !== $link && null !== AttributeReader::find( $link->shop_id ) ) {
			return Outcome::done( $link->shop_id ); // An interrupted run created it.
		}
		$this->touched->write();
		$slug = (string) $operation->value( 'slug' );
		$id   = self::free_of_other_sites( $slug, fn() => wc_create_attribute( wp_slash( $this->arguments( $operation ) + array( 'slug' => $slug, 'type' => 'select', 'has_archives' => false ) ) ) );
		if ( is_wp_error( $id ) ) {
			throw StoreError::from_wp_error( $id, str_contains( (string) $id->get_error_code(), 'slug' ) ? 'slug' : 'name', self::HINT );
		}
		if ( $id < 1 ) {
			global $wpdb;
			throw new StoreError( 'not_saved', "WooCommerce did not save the attribute: {$wpdb->last_error}", null, self::HINT );
		}
		$this->touched->taxonomy( AttributeTaxonomy::register( $this->existing( $id ) ) );
		return Outcome::done( $id );
	}

	/**
	 * On a network, taxonomies that the process registered for another site stay when it switches: WooCommerce would take the slug for taken here.
	 *
	 * @template T
	 * @param callable():T $create
	 * @return T
	 */
	private static function free_of_other_sites( string $slug, callable $create ): mixed {
		global $wp_taxonomies;
		$taxonomy = wc_attribute_taxonomy_name( $slug );
		if ( ! is_multisite() || ! ms_is_switched() || ! taxonomy_exists( $taxonomy ) || wc_attribute_taxonomy_id_by_name( $slug ) > 0 ) {
			return $create();
		}
		$foreign = $wp_taxonomies[ $taxonomy ];
		unset( $wp_taxonomies[ $taxonomy ] );
		try {
			return $create();
		} finally {
			$wp_taxonomies[ $taxonomy ] = $foreign; // phpcs:ignore WordPress.WP.GlobalVariablesOverride -- as it was.
		}
	}

	private function update( Operation $operation ): Outcome {
		$row = $this->existing( (int) $operation->id );
		foreach ( $operation->written() as $name => $field ) {
			if ( isset( $field['expect'] ) && $field['expect'] !== FieldHash::of( AttributeReader::value( $row, $name ) ) ) {
				return Outcome::changed( $this->snapshot( $row, $operation ) );
			}
		}
		$this->touched->write();
		$done = wc_update_attribute( (int) $row->attribute_id, wp_slash( $this->arguments( $operation ) ) );
		if ( is_wp_error( $done ) ) {
			throw StoreError::from_wp_error( $done, 'name', self::HINT );
		}
		return Outcome::done( (int) $row->attribute_id );
	}

	/** With its terms, and the links of these. One that is gone already is done. */
	private function delete( Operation $operation ): Outcome {
		$id  = (int) $operation->id;
		$row = AttributeReader::find( $id );
		if ( null !== $row ) {
			$taxonomy = wc_attribute_taxonomy_name( $row->attribute_name );
			if ( $this->usage->of_taxonomy( $taxonomy ) ) {
				throw new StoreError( 'still_used', 'Items that do not come from UnoPim still have the attribute.', null, 'Take it from them in the shop, or unlink the attribute.' );
			}
			$this->touched->write();
			$this->touched->removed_taxonomy( $taxonomy );
			if ( ! wc_delete_attribute( $id ) ) {
				throw new StoreError( 'not_saved', 'WooCommerce did not delete the attribute.', null, 'Delete it in the shop, or unlink it.' );
			}
			$this->mode->after_terms_deleted( $taxonomy );
		}
		$this->links->remove_below( 'option', '', "{$operation->key}/" );
		return Outcome::done( $id );
	}

	/** @return array<string, string> */
	private function arguments( Operation $operation ): array {
		$arguments = array();
		foreach ( $operation->written() as $name => $field ) {
			if ( in_array( $name, AttributeReader::FIELDS, true ) ) {
				$arguments[ $name ] = Text::line( (string) ( $field['new'] ?? '' ) );
			} elseif ( 'slug' !== $name ) {
				throw new StoreError( 'unknown_field', "Attributes have no field {$name}.", $name, 'The fields are listed in docs/wire.md.' );
			}
		}
		return $arguments;
	}

	/** @throws StoreError When the attribute is gone. */
	private function existing( int $id ): object {
		return AttributeReader::find( $id ) ?? throw new StoreError( 'gone', "The attribute #{$id} does not exist any more.", null, 'Run a full pull, which matches or creates it again.' );
	}

	/** @return array<string, mixed> */
	private function snapshot( object $row, Operation $operation ): array {
		$link   = $this->links->find( 'attribute', '', $operation->key );
		$values = array();
		foreach ( $operation->field_names() as $name ) {
			$value           = AttributeReader::value( $row, $name );
			$values[ $name ] = array( 'v' => $value, 'h' => FieldHash::of( $value ) );
		}
		return array( 'id' => (int) $row->attribute_id, 'kind' => 'attribute', 'slug' => (string) $row->attribute_name, 'fields' => (object) $values, 'bases' => (object) ( $link->bases ?? array() ) );
	}
}
