<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

/** An item of the present site as people know it: its name, and where it is edited. */
final class ShopItem {

	public static function title( string $entity, int $id ): string {
		if ( $id < 1 ) {
			return '';
		}
		$name = match ( $entity ) {
			'product'   => get_the_title( $id ),
			'attribute' => self::attribute( $id )?->attribute_label ?? '',
			default     => self::term( $id )?->name ?? '',
		};
		return html_entity_decode( $name, ENT_QUOTES, 'UTF-8' );
	}

	/** Null where it is not there, or not to be edited by whoever looks. */
	public static function edit_url( string $entity, int $id ): ?string {
		if ( $id < 1 ) {
			return null;
		}
		$url = match ( $entity ) {
			'product'   => get_edit_post_link( $id, 'raw' ),
			'attribute' => null === self::attribute( $id ) ? null : admin_url( "edit.php?post_type=product&page=product_attributes&edit={$id}" ),
			default     => null === self::term( $id ) ? null : get_edit_term_link( $id, '', 'product' ),
		};
		return is_string( $url ) && '' !== $url ? $url : null;
	}

	private static function term( int $id ): ?\WP_Term {
		$term = get_term( $id );
		return $term instanceof \WP_Term ? $term : null;
	}

	private static function attribute( int $id ): ?object {
		return function_exists( 'wc_get_attribute_taxonomies' ) ? wc_get_attribute_taxonomies()[ "id:{$id}" ] ?? null : null;
	}
}
