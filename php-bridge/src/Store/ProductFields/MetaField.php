<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\Sql;
use UnoPim\Connector\Store\StoreError;
use UnoPim\Connector\Store\Text;

/** A row of product meta. WooCommerce's own keys are its fields' business and refused. */
final class MetaField implements Field {

	public function __construct( private string $key ) {}

	public function read( \WC_Product $product ): ?string {
		$id    = $product->get_id();
		$value = 0 === $id ? null : ( get_post_meta( $id, $this->key, false )[0] ?? null );
		return null === $value || is_string( $value ) ? $value : ( is_scalar( $value ) ? (string) $value : Sql::json( $value ) );
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		if ( in_array( $this->key, self::internal( $product ), true ) ) {
			throw new StoreError( 'meta_reserved', "WooCommerce keeps its own data under {$this->key}.", "meta:{$this->key}", 'Choose another key.' );
		}
		if ( null === $value ) {
			$product->delete_meta_data( $this->key );
		} else {
			$product->update_meta_data( $this->key, Text::meta( is_scalar( $value ) ? (string) $value : Sql::json( $value ) ) );
		}
	}

	/** @return array<string> */
	public static function internal( \WC_Product $product ): array {
		return (array) $product->get_data_store()->get_internal_meta_keys();
	}
}
