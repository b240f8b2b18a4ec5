<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

use UnoPim\Connector\Platform\Registrable;
use UnoPim\Connector\Store\ProductFields\RelatedField;

/** With the setting "Use" WooCommerce's list of related products is UnoPim's, for products that have one. It changes ids only; what is shown of them is WooCommerce's matter. */
final class RelatedProducts implements Registrable {

	/** @param callable():mixed $setting `store` or `use` */
	public function __construct( private $setting ) {}

	public function register(): void {
		add_filter( 'woocommerce_related_products', array( $this, 'filter' ), 10, 3 );
	}

	/**
	 * @param mixed $found   what WooCommerce, or another plugin, has found
	 * @param mixed $product
	 * @param mixed $args
	 */
	public function filter( $found, $product, $args = array() ): mixed {
		$ids = array_filter( array_map( 'intval', (array) get_post_meta( (int) $product, RelatedField::META, true ) ) );
		if ( array() === $ids || 'use' !== ( $this->setting )() ) {
			return $found;
		}
		return array_values( array_diff( $ids, array_map( 'intval', (array) ( $args['excluded_ids'] ?? array() ) ) ) );
	}
}
