<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

/** A field that WooCommerce's object does not know: it is written beside the saved item, once that has an id. */
interface LateField extends Field {

	/**
	 * Writes what `write()` has checked.
	 *
	 * @throws \UnoPim\Connector\Store\StoreError
	 */
	public function finish( \WC_Product $product, mixed $value, string $channel ): void;
}
