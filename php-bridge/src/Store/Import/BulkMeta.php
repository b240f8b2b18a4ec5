<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\Import;

use UnoPim\Connector\Store\Sql;

/**
 * The meta of a product that is just being created, written with one INSERT. WordPress asks the database for each of some thirty keys
 * before it inserts or deletes it, although a new product cannot have any.
 *
 * Works on WordPress' own filters, between `wp_insert_post` and the moment when WooCommerce says that all properties are saved. Meanwhile
 * reads are answered from here, so that WooCommerce sees what it wrote. The rows are the same as without (a test compares them); what is
 * left out are the actions around every key, so it stays off while a plugin listens to one of them.
 */
final class BulkMeta {

	private const ACTIONS = array( 'add_post_meta', 'added_post_meta', 'update_post_meta', 'updated_post_meta', 'delete_post_meta', 'deleted_post_meta' );

	/** After everybody else: a plugin's own answer to one of these filters is respected. */
	private const LAST = PHP_INT_MAX;

	/** @var array<int, array<string, array<?string>>> New item to key to raw values. */
	private array $new = array();

	private bool $on = false;

	public function __construct( private \wpdb $db ) {}

	public function start(): void {
		if ( $this->on || self::somebody_listens() ) {
			return;
		}
		$this->on = true;
		add_action( 'wp_insert_post', array( $this, 'begin' ), 1, 3 );
		add_filter( 'add_post_metadata', array( $this, 'add' ), self::LAST, 5 );
		add_filter( 'update_post_metadata', array( $this, 'update' ), self::LAST, 5 );
		add_filter( 'delete_post_metadata', array( $this, 'delete' ), self::LAST, 5 );
		add_filter( 'get_post_metadata', array( $this, 'read' ), self::LAST, 4 );
		add_action( 'woocommerce_product_object_updated_props', array( $this, 'flush' ), 1 );
	}

	/** Writes what is left: items that another plugin made on the way, without WooCommerce's objects. */
	public function finish(): void {
		foreach ( array_keys( $this->new ) as $id ) {
			$this->write( $id );
		}
		$this->stop();
	}

	/** What is left belongs to an attempt that is rolled back. */
	public function stop(): void {
		if ( ! $this->on ) {
			return;
		}
		$this->on = false;
		remove_action( 'wp_insert_post', array( $this, 'begin' ), 1 );
		remove_filter( 'add_post_metadata', array( $this, 'add' ), self::LAST );
		remove_filter( 'update_post_metadata', array( $this, 'update' ), self::LAST );
		remove_filter( 'delete_post_metadata', array( $this, 'delete' ), self::LAST );
		remove_filter( 'get_post_metadata', array( $this, 'read' ), self::LAST );
		remove_action( 'woocommerce_product_object_updated_props', array( $this, 'flush' ), 1 );
		$this->new = array();
	}

	/** @param \WP_Post $post */
	public function begin( $id, $post, $update ): void {
		if ( ! $update && in_array( $post->post_type, array( 'product', 'product_variation' ), true ) ) {
			$this->new[ (int) $id ] = array();
		}
	}

	/** Key and value arrive as the database is to hold them, here and below: WordPress has unslashed and sanitised them. */
	public function add( $check, $id, $key, $value, $unique ): mixed {
		if ( null !== $check || ! isset( $this->new[ $id ] ) ) {
			return $check;
		}
		if ( $unique && isset( $this->new[ $id ][ $key ] ) ) {
			return false;
		}
		$this->new[ $id ][ $key ][] = self::raw( $value );
		return true;
	}

	public function update( $check, $id, $key, $value, $previous ): mixed {
		if ( null !== $check || ! isset( $this->new[ $id ] ) || '' !== $previous ) {
			return $check;
		}
		$raw = self::raw( $value );
		if ( array( $raw ) === ( $this->new[ $id ][ $key ] ?? null ) ) {
			return false; // As WordPress answers when nothing changes.
		}
		$this->new[ $id ][ $key ] = array_fill( 0, max( 1, count( $this->new[ $id ][ $key ] ?? array() ) ), $raw );
		return true;
	}

	public function delete( $check, $id, $key, $value, $all ): mixed {
		if ( null !== $check || $all || ! isset( $this->new[ $id ] ) || ! in_array( $value, array( '', null, false ), true ) ) {
			return $check;
		}
		$there = isset( $this->new[ $id ][ $key ] );
		unset( $this->new[ $id ][ $key ] );
		return $there;
	}

	public function read( $check, $id, $key, $single ): mixed {
		if ( null !== $check || ! isset( $this->new[ $id ] ) ) {
			return $check;
		}
		if ( ! $key ) {
			return $this->new[ $id ];
		}
		if ( isset( $this->new[ $id ][ $key ] ) ) {
			return array_map( 'maybe_unserialize', $this->new[ $id ][ $key ] );
		}
		// Not an empty list for a single value: WordPress would take its first entry. And nothing that metadata_exists() takes for a yes.
		return $single ? '' : array();
	}

	/** @param \WC_Product $product */
	public function flush( $product ): void {
		$this->write( $product->get_id() );
	}

	private function write( int $id ): void {
		$keys = $this->new[ $id ] ?? array();
		unset( $this->new[ $id ] );
		$rows = array();
		foreach ( $keys as $key => $values ) {
			foreach ( $values as $value ) {
				$rows[] = Sql::row( $this->db, array( $id, (string) $key, $value ) );
			}
		}
		if ( array() === $rows ) {
			return;
		}
		Sql::insert( $this->db, $this->db->postmeta, 'post_id, meta_key, meta_value', $rows );
		wp_cache_delete( $id, 'post_meta' );
		wp_cache_set_posts_last_changed();
	}

	/** As wpdb would write it; a null stays one (WooCommerce keeps the stock of what it does not count that way). */
	private static function raw( mixed $value ): ?string {
		$value = maybe_serialize( $value );
		return null === $value ? null : (string) $value;
	}

	private static function somebody_listens(): bool {
		global $wp_filter;
		foreach ( self::ACTIONS as $action ) {
			foreach ( $wp_filter[ $action ]->callbacks ?? array() as $callbacks ) {
				foreach ( $callbacks as $callback ) {
					if ( ! self::is_core( $callback['function'] ) ) {
						return true;
					}
				}
			}
		}
		return false;
	}

	/** WordPress and WooCommerce only drop caches there, which `flush` does as well. */
	private static function is_core( mixed $callback ): bool {
		return 'wp_cache_set_posts_last_changed' === $callback
			|| ( is_array( $callback ) && 'WC_Post_Data' === $callback[0] && 'flush_object_meta_cache' === $callback[1] );
	}
}
