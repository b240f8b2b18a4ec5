<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

/** The slug of a tax class; the standard one is empty. A variation may have its `parent`'s. */
final class TaxClassField implements Field {

	private const OF_PARENT = 'parent';

	public function read( \WC_Product $product ): string {
		return (string) $product->get_tax_class( 'edit' );
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		$variation = $product->is_type( 'variation' );
		$known     = array_merge( array( '' ), \WC_Tax::get_tax_class_slugs(), $variation ? array( self::OF_PARENT ) : array() );
		$value     = 'standard' === $value ? '' : $value ?? ( $variation ? self::OF_PARENT : '' );
		$product->set_tax_class( Guard::one_of( $value, $known, 'tax_class' ) );
	}
}
