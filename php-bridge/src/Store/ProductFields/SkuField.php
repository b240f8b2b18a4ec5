<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\StoreError;
use UnoPim\Connector\Store\Text;

/** The SKU. WooCommerce's own check that it is unique stays in force. */
final class SkuField implements Field {

	/** The width of WooCommerce's look-up column: a longer SKU would be saved but never found again. */
	private const LONGEST = 100;

	public function read( \WC_Product $product ): string {
		return (string) $product->get_sku( 'edit' );
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		$sku = Text::line( (string) $value );
		if ( mb_strlen( $sku ) > self::LONGEST ) {
			throw new StoreError( 'sku_too_long', sprintf( 'The SKU has %d characters; WooCommerce finds products by at most %d.', mb_strlen( $sku ), self::LONGEST ), 'sku', 'Shorten the SKU in UnoPim.' );
		}
		if ( $sku !== $product->get_sku( 'edit' ) ) {
			$product->set_sku( $sku );
		}
	}
}
