<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\Refs;
use UnoPim\Connector\Store\StoreError;
use UnoPim\Connector\Store\TermOrder;

/** A taxonomy attribute (`pa_…`) of a product: its terms and how it is shown. */
final class AttributeField implements Field {

	public function __construct( private string $taxonomy, private Refs $refs ) {}

	/** @return array<string, mixed>|null */
	public function read( \WC_Product $product ): ?array {
		$attribute = Attributes::of( $product )[ sanitize_title( $this->taxonomy ) ] ?? null;
		if ( null === $attribute || ! $attribute->is_taxonomy() ) {
			return null;
		}
		return array(
			'terms'     => TermOrder::sorted( array_map( 'intval', (array) $attribute->get_options() ), $this->taxonomy ),
			'visible'   => (bool) $attribute->get_visible(),
			'variation' => (bool) $attribute->get_variation(),
			'position'  => (int) $attribute->get_position(),
		);
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		$field = "attribute:{$this->taxonomy}";
		Guard::not_variation( $product, $field );
		if ( null === $value ) {
			Attributes::remove( $product, $this->taxonomy );
			return;
		}
		if ( ! taxonomy_is_product_attribute( $this->taxonomy ) ) {
			throw new StoreError( 'attribute_missing', "The shop has no attribute {$this->taxonomy}.", $field, 'Run a full pull, which creates missing attributes.' );
		}
		$value     = (array) $value;
		$attribute = Attributes::fresh( $product, $this->taxonomy, $value );
		$attribute->set_id( wc_attribute_taxonomy_id_by_name( $this->taxonomy ) );
		$attribute->set_options( Ids::of_terms( (array) ( $value['terms'] ?? array() ), $this->taxonomy, $field, $this->refs, $channel ) );
		$attribute->set_variation( (bool) ( $value['variation'] ?? false ) );
		Attributes::set( $product, $attribute );
	}
}
