<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\StoreError;

/** One field of products, as docs/wire.md lists them: how it is read from WooCommerce's object, and set on it. */
interface Field {

	/** The value as the wire has it; null when the item does not have the field. */
	public function read( \WC_Product $product ): mixed;

	/**
	 * Sets the value on the object; the caller saves it.
	 *
	 * @param mixed $value Null takes the field away, or empties it where it cannot be absent.
	 * @throws StoreError When the value cannot be this field's.
	 */
	public function write( \WC_Product $product, mixed $value, string $channel ): void;
}
