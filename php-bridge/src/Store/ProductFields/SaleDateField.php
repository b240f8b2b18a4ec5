<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\StoreError;

/** When a sale begins or ends, in the site's time. */
final class SaleDateField implements Field {

	private const FORM = 'Y-m-d\TH:i:s';

	/** @param 'date_on_sale_from'|'date_on_sale_to' $prop WooCommerce's name. */
	public function __construct( private string $name, private string $prop ) {}

	public function read( \WC_Product $product ): ?string {
		if ( $product->is_type( 'variable' ) ) {
			return null;
		}
		$date = $product->{"get_{$this->prop}"}( 'edit' );
		return $date instanceof \WC_DateTime ? $date->date( self::FORM ) : null;
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		Guard::not_variable( $product, $this->name, $value );
		if ( null !== $value && ! self::is_time( $value ) ) {
			throw new StoreError( 'unknown_value', 'The value is no date and time.', $this->name, 'Its form is 2026-11-23T10:00:00, in the site\'s time.' );
		}
		$product->{"set_{$this->prop}"}( $value );
	}

	private static function is_time( mixed $value ): bool {
		$time = is_string( $value ) ? \DateTimeImmutable::createFromFormat( '!' . self::FORM, $value ) : false;
		return false !== $time && $time->format( self::FORM ) === $value;
	}
}
