<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\StoreError;
use UnoPim\Connector\Store\Text;

/** A text attribute that belongs to the product alone, found by its name. */
final class CustomAttributeField implements Field {

	public function __construct( private string $name ) {}

	/** @return array<string, mixed>|null */
	public function read( \WC_Product $product ): ?array {
		$attribute = Attributes::of( $product )[ sanitize_title( $this->name ) ] ?? null;
		if ( null === $attribute || $attribute->is_taxonomy() ) {
			return null;
		}
		return array(
			'values'   => array_values( array_map( 'strval', (array) $attribute->get_options() ) ),
			'visible'  => (bool) $attribute->get_visible(),
			'position' => (int) $attribute->get_position(),
		);
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		$field = "custom:{$this->name}";
		Guard::not_variation( $product, $field );
		if ( null === $value ) {
			Attributes::remove( $product, $this->name );
			return;
		}
		$present = Attributes::of( $product )[ sanitize_title( $this->name ) ] ?? null;
		if ( null !== $present && $present->is_taxonomy() ) {
			throw new StoreError( 'attribute_clash', 'The product has a shop-wide attribute of that name.', $field, 'Map the UnoPim attribute to that attribute, or choose another name.' );
		}
		$value     = (array) $value;
		$attribute = Attributes::fresh( $product, $this->name, $value );
		$attribute->set_options( array_map( static fn( mixed $text ): string => Text::line( (string) $text ), array_values( (array) ( $value['values'] ?? array() ) ) ) );
		$attribute->set_variation( null !== $present && $present->get_variation() );
		Attributes::set( $product, $attribute );
	}
}
