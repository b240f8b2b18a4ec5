<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\Refs;
use UnoPim\Connector\Store\StoreError;
use UnoPim\Connector\Store\VariationReader;

/** What tells a variation from the others: a term's slug per attribute. An empty slug is WooCommerce's "Any …". */
final class AxesField implements Field {

	public function __construct( private Refs $refs ) {}

	public function read( \WC_Product $product ): ?\stdClass {
		if ( ! $product->is_type( 'variation' ) ) {
			return null;
		}
		$axes = array();
		foreach ( $product->get_attributes( 'edit' ) as $key => $slug ) {
			$axes[ VariationReader::axis( (string) $key ) ] = (string) $slug;
		}
		ksort( $axes, SORT_STRING );
		return (object) $axes;
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		Guard::variation( $product, 'axes' );
		$axes = array();
		foreach ( (array) $value as $taxonomy => $slug ) {
			$axes[ sanitize_title( (string) $taxonomy ) ] = is_array( $slug ) ? $this->slug( $slug, (string) $taxonomy, $channel ) : (string) $slug;
		}
		$product->set_attributes( $axes );
	}

	/** @param array<string, mixed> $reference */
	private function slug( array $reference, string $taxonomy, string $channel ): string {
		$id   = $this->refs->id( $reference, $channel, 'axes' );
		$term = get_term( $id, $taxonomy );
		if ( ! $term instanceof \WP_Term ) {
			throw new StoreError( 'term_missing', "The term #{$id} of {$taxonomy} does not exist any more.", 'axes', 'Run a full pull, which creates missing options.' );
		}
		return $term->slug;
	}
}
