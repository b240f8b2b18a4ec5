<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/**
 * Why an operation, or a whole request, could not be carried out: a stable code, the field concerned, what happened, and the remedy.
 */
final class StoreError extends \RuntimeException {

	public function __construct(
		public readonly string $reason,
		string $message,
		public readonly ?string $field = null,
		public readonly ?string $hint = null,
		?\Throwable $previous = null
	) {
		parent::__construct( $message, 0, $previous );
	}

	/** Anything that WooCommerce or another plugin threw while an item was written. */
	public static function from_throwable( \Throwable $error ): self {
		if ( $error instanceof self ) {
			return $error;
		}
		$message = wp_strip_all_tags( $error->getMessage() );
		if ( $error instanceof \WC_Data_Exception && 'product_invalid_sku' === $error->getErrorCode() ) {
			$data = $error->getErrorData();
			return self::sku_taken( (int) ( $data['resource_id'] ?? 0 ), $error );
		}
		if ( $error instanceof \WC_Data_Exception && 'product_invalid_global_unique_id' === $error->getErrorCode() ) {
			$holder = (int) ( $error->getErrorData()['resource_id'] ?? 0 );
			return new self( 'gtin_taken', 'The GTIN is in use already.', 'gtin', ( $holder > 0 ? "Item #{$holder}" : 'Another item' ) . ' of the shop holds this GTIN, UPC, EAN or ISBN. Correct one of the two.', $error );
		}
		if ( $error instanceof \WC_Data_Exception ) {
			return new self( 'store_refused', $message, self::field_of( (string) $error->getErrorCode() ), 'WooCommerce refused the value (' . $error->getErrorCode() . '). Correct it in UnoPim.', $error );
		}
		return new self( 'store_failed', $message, null, 'A plugin or WooCommerce failed while saving (' . $error::class . '). See the PHP error log.', $error );
	}

	public static function from_wp_error( \WP_Error $error, ?string $field, ?string $hint = null ): self {
		return new self( (string) $error->get_error_code(), wp_strip_all_tags( $error->get_error_message() ), $field, $hint );
	}

	public static function sku_taken( int $holder, ?\Throwable $previous = null ): self {
		$hint = $holder > 0
			? "Item #{$holder} of the shop holds this SKU. Change one of the two SKUs, or delete that item."
			: 'Another item of the shop holds this SKU. Change one of the two SKUs, or delete that item.';
		return new self( 'sku_taken', 'The SKU is in use already.', 'sku', $hint, $previous );
	}

	/** @return array{code: string, field: ?string, message: string, hint: ?string} */
	public function to_array(): array {
		return array(
			'code'    => $this->reason,
			'field'   => $this->field,
			'message' => $this->getMessage(),
			'hint'    => $this->hint,
		);
	}

	/** WooCommerce names the property in its code: product_invalid_tax_class. */
	private static function field_of( string $code ): ?string {
		return str_starts_with( $code, 'product_invalid_' ) ? substr( $code, strlen( 'product_invalid_' ) ) : null;
	}
}
