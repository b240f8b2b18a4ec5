<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store;

/** `attributes.read`: the shop's attributes, their links, and what waits of them for a choice. */
final class AttributeReader {

	public const FIELDS = array( 'name', 'order_by' );

	public function __construct( private LinkReader $links, private Items $items ) {}

	/** @return array{attributes: array<array<string, mixed>>, links: array<array<string, mixed>>, items?: array<array<string, mixed>>} */
	public function read(): array {
		$attributes = array_map(
			static fn( object $row ): array => array(
				'id'       => (int) $row->attribute_id,
				'slug'     => (string) $row->attribute_name,
				'name'     => self::value( $row, 'name' ),
				'order_by' => self::value( $row, 'order_by' ),
				'h'        => array( 'name' => FieldHash::of( self::value( $row, 'name' ) ), 'order_by' => FieldHash::of( self::value( $row, 'order_by' ) ) ),
			),
			array_values( wc_get_attribute_taxonomies() )
		);
		usort( $attributes, static fn( array $a, array $b ): int => $a['id'] <=> $b['id'] );
		$group = array( array( 'attribute', '' ) );
		$links = $this->links->groups( $group )["attribute\n"];
		$held  = $this->items->held( $group )["attribute\n"] ?? array();
		return array(
			'attributes' => $attributes,
			'links'      => array_map( static fn( LinkRow $link ): array => $link->to_wire(), $links ),
		) + ( array() === $held ? array() : array( 'items' => $held ) );
	}

	/** @return object|null WooCommerce's row. */
	public static function find( int $id ): ?object {
		return wc_get_attribute_taxonomies()[ "id:{$id}" ] ?? null;
	}

	public static function value( object $row, string $field ): string {
		return match ( $field ) {
			'name'     => Text::decoded( (string) $row->attribute_label ),
			'slug'     => (string) $row->attribute_name,
			'order_by' => (string) $row->attribute_orderby,
			default    => throw new StoreError( 'unknown_field', "Attributes have no field {$field}.", $field, 'The fields are listed in docs/wire.md.' ),
		};
	}
}
