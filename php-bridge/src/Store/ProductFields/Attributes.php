<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

/**
 * The list of attributes on a product object. WooCommerce finds a change by comparing objects, so a changed attribute is always a new
 * one and never an edited old one.
 */
final class Attributes {

	/** @return array<string, \WC_Product_Attribute> By their sanitised name. */
	public static function of( \WC_Product $product ): array {
		if ( $product->is_type( 'variation' ) ) {
			return array();
		}
		// Attributes taken away earlier stand in the list as null until the save.
		return array_filter( $product->get_attributes( 'edit' ), static fn( mixed $attribute ): bool => $attribute instanceof \WC_Product_Attribute );
	}

	/**
	 * A new attribute with what every kind has in common.
	 *
	 * @param array<string, mixed> $value
	 */
	public static function fresh( \WC_Product $product, string $name, array $value ): \WC_Product_Attribute {
		$attributes = self::of( $product );
		$present    = $attributes[ sanitize_title( $name ) ] ?? null;
		$attribute  = new \WC_Product_Attribute();
		$attribute->set_name( $name );
		$attribute->set_visible( (bool) ( $value['visible'] ?? true ) );
		$attribute->set_position( (int) ( $value['position'] ?? ( null === $present ? count( $attributes ) : $present->get_position() ) ) );
		return $attribute;
	}

	public static function set( \WC_Product $product, \WC_Product_Attribute $attribute ): void {
		$attributes = self::of( $product );
		$attributes[ sanitize_title( $attribute->get_name() ) ] = $attribute;
		$product->set_attributes( array_values( $attributes ) );
	}

	public static function remove( \WC_Product $product, string $name ): void {
		$attributes = self::of( $product );
		unset( $attributes[ sanitize_title( $name ) ] );
		$product->set_attributes( array_values( $attributes ) );
	}
}
