<?php
declare(strict_types=1);

namespace UnoPim\Connector\Settings;

/** What of the shop an attribute row can write to, for the picker: product attributes as they are now, and what others have registered. Meta keys and texts are typed. */
final class Targets {

	/** @return array<array{target:string,label:string,types:array<string>}> `types`: the attribute types that fit; none: every one */
	public static function all(): array {
		return array_map(
			static fn( array $target ): array => array(
				'target' => $target['target'],
				'label'  => (string) ( $target['label'] ?? $target['target'] ),
				'types'  => array_values( array_filter( (array) ( $target['types'] ?? array() ), 'is_string' ) ),
			),
			self::filtered()
		);
	}

	/**
	 * The callbacks of a registered target; null when it has none.
	 *
	 * @return array{read:callable(\WC_Product):mixed,write:callable(\WC_Product,?string):void}|null
	 */
	public static function callbacks( string $name ): ?array {
		if ( ! has_filter( 'unopim_connector_targets' ) ) {
			return null;
		}
		foreach ( self::filtered() as $target ) {
			if ( $target['target'] === $name && is_callable( $target['read'] ?? null ) && is_callable( $target['write'] ?? null ) ) {
				return array( 'read' => $target['read'], 'write' => $target['write'] );
			}
		}
		return null;
	}

	/** @return array<array<string,mixed>> */
	private static function filtered(): array {
		$targets = array();
		foreach ( function_exists( 'wc_get_attribute_taxonomies' ) ? wc_get_attribute_taxonomies() : array() as $attribute ) {
			$targets[] = array( 'target' => 'attribute:pa_' . $attribute->attribute_name, 'label' => (string) $attribute->attribute_label );
		}
		/**
		 * Filters the targets that the picker of the Attributes page offers. One of the form `meta:name` with `read` and `write` is read and
		 * written by these callbacks instead of as product meta.
		 *
		 * @param array<array{target:string,label:string,types?:array<string>,read?:callable(\WC_Product):?string,write?:callable(\WC_Product,?string):void}> $targets
		 */
		$filtered = apply_filters( 'unopim_connector_targets', $targets );
		return array_values( array_filter( is_array( $filtered ) ? $filtered : $targets, static fn( $target ) => is_array( $target ) && is_string( $target['target'] ?? null ) ) );
	}
}
