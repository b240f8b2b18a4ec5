<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

/** One of a few words: tax status, backorders, catalogue visibility. */
final class ChoiceField implements Field {

	/** @param array<string> $choices The first one is what a new product has. */
	public function __construct( private string $name, private array $choices, private bool $of_variations ) {}

	public function read( \WC_Product $product ): ?string {
		return $this->is_of( $product ) ? (string) $product->{"get_{$this->name}"}( 'edit' ) : null;
	}

	public function write( \WC_Product $product, mixed $value, string $channel ): void {
		if ( ! $this->is_of( $product ) ) {
			Guard::not_variation( $product, $this->name );
		}
		$product->{"set_{$this->name}"}( Guard::one_of( $value ?? $this->choices[0], $this->choices, $this->name ) );
	}

	private function is_of( \WC_Product $product ): bool {
		return $this->of_variations || ! $product->is_type( 'variation' );
	}
}
