<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Store\Refs;
use UnoPim\Connector\Store\StoreError;

/** Finds the field for a name, and the names that an item has. */
final class FieldSet {

	/** @var array<string, Field> */
	private array $fields;

	public function __construct( private Refs $refs ) {
		$this->fields = array(
			'name'              => new NameField(),
			'sku'               => new SkuField(),
			'description'       => new DescriptionField(),
			'short_description' => new ShortDescriptionField(),
			'regular_price'     => new PriceField( 'regular_price' ),
			'sale_price'        => new PriceField( 'sale_price' ),
			'stock_quantity'    => new StockQuantityField(),
			'stock_status'      => new StockStatusField(),
			'status'            => new StatusField(),
			'categories'        => new CategoriesField( $refs ),
			'menu_order'        => new MenuOrderField(),
			'axes'              => new AxesField( $refs ),
		);
	}

	/** @throws StoreError When there is no such field. */
	public function get( string $name ): Field {
		return $this->fields[ $name ] ??= $this->make( $name );
	}

	/**
	 * What `*` stands for: all core fields that this kind of item has, all its attributes, and its public meta.
	 *
	 * @return array<string>
	 */
	public function names_of( \WC_Product $product ): array {
		$names = $product->is_type( 'variation' )
			? array( 'sku', 'description', 'regular_price', 'sale_price', 'stock_quantity', 'stock_status', 'status', 'menu_order', 'axes' )
			: array( 'name', 'sku', 'description', 'short_description', 'regular_price', 'sale_price', 'stock_quantity', 'stock_status', 'status', 'categories', 'menu_order' );
		foreach ( Attributes::of( $product ) as $attribute ) {
			$names[] = ( $attribute->is_taxonomy() ? 'attribute:' : 'custom:' ) . $attribute->get_name();
		}
		$internal = MetaField::internal( $product );
		foreach ( array_map( 'strval', array_keys( (array) get_post_meta( $product->get_id() ) ) ) as $key ) {
			if ( ! str_starts_with( $key, '_' ) && ! str_starts_with( $key, 'attribute_' ) && ! in_array( $key, $internal, true ) ) {
				$names[] = "meta:{$key}";
			}
		}
		return $names;
	}

	private function make( string $name ): Field {
		list( $group, $rest ) = explode( ':', $name, 2 ) + array( 1 => '' );
		return match ( true ) {
			'' === $rest           => throw new StoreError( 'unknown_field', "Products have no field {$name}.", $name, 'The fields are listed in docs/wire.md.' ),
			'attribute' === $group => new AttributeField( $rest, $this->refs ),
			'custom' === $group    => new CustomAttributeField( $rest ),
			'meta' === $group      => new MetaField( $rest ),
			default                => throw new StoreError( 'unknown_field', "Products have no field {$name}.", $name, 'The fields are listed in docs/wire.md.' ),
		};
	}
}
