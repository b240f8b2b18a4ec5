<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

/** What of the shop an attribute row can write to, for the picker: product attributes as they are now. Meta keys and texts are typed. */
final class Targets {

	/** @return array<array{target:string,label:string}> */
	public static function all(): array {
		$targets = array();
		foreach ( function_exists( 'wc_get_attribute_taxonomies' ) ? wc_get_attribute_taxonomies() : array() as $attribute ) {
			$targets[] = array( 'target' => 'attribute:pa_' . $attribute->attribute_name, 'label' => (string) $attribute->attribute_label );
		}
		/**
		 * Filters the targets that the picker of the Attributes page offers.
		 *
		 * @param array<array{target:string,label:string}> $targets
		 */
		$filtered = apply_filters( 'unopim_connector_targets', $targets );
		return is_array( $filtered ) ? array_values( $filtered ) : $targets;
	}
}
