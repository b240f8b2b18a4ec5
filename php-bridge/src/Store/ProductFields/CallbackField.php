<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\Sql;
use UnoPim\Connector\Store\StoreError;

/** A target that another plugin has registered: it reads and writes the value by itself. */
final class CallbackField implements LateField {

	/** @param array{read:callable(\WC_Product):mixed,write:callable(\WC_Product,?string):void} $callbacks */
	public function __construct( private string $name, private array $callbacks ) {}

	public function read( \WC_Product $product ): ?string {
		$value = 0 === $product->get_id() ? null : ( $this->callbacks['read'] )( $product );
		return null === $value || is_string( $value ) ? $value : ( is_scalar( $value ) ? (string) $value : Sql::json( $value ) );
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {}

	public function finish( \WC_Product $product, mixed $value, string $channel ): void {
		try {
			( $this->callbacks['write'] )( $product, null === $value || is_string( $value ) ? $value : ( is_scalar( $value ) ? (string) $value : Sql::json( $value ) ) );
		} catch ( StoreError $error ) {
			throw $error;
		} catch ( \Throwable $error ) {
			throw new StoreError( 'target_failed', "The target refused the value: {$error->getMessage()}", $this->name, 'See the plugin that registers this target.' );
		}
	}
}
