<?php
declare(strict_types=1);

namespace UnoPim\Connector\Store\ProductFields;

use UnoPim\Connector\Settings\Targets;
use UnoPim\Connector\Store\Refs;
use UnoPim\Connector\Store\StoreError;

/** Finds the field for a name, and the names that an item has. */
final class FieldSet {

	private const OF_ALL = array(
		'sku', 'description', 'regular_price', 'sale_price', 'sale_start', 'sale_end', 'manage_stock', 'stock_quantity', 'stock_status', 'backorders',
		'low_stock_amount', 'status', 'menu_order', 'gtin', 'weight', 'length', 'width', 'height', 'tax_class', 'shipping_class', 'virtual', 'image',
	);

	private const OF_PRODUCTS = array(
		'name', 'slug', 'short_description', 'purchase_note', 'categories', 'tags', 'tax_status', 'featured', 'sold_individually', 'reviews_allowed',
		'catalog_visibility', 'upsells', 'cross_sells', 'related', 'gallery',
	);

	/** @var array<string, Field> */
	private array $fields;

	public function __construct( private Refs $refs ) {
		$this->fields = array(
			'name'               => new NameField(),
			'sku'                => new SkuField(),
			'description'        => new DescriptionField(),
			'short_description'  => new ShortDescriptionField(),
			'regular_price'      => new PriceField( 'regular_price' ),
			'sale_price'         => new PriceField( 'sale_price' ),
			'stock_quantity'     => new StockQuantityField(),
			'stock_status'       => new StockStatusField(),
			'status'             => new StatusField(),
			'categories'         => new CategoriesField( $refs ),
			'menu_order'         => new MenuOrderField(),
			'axes'               => new AxesField( $refs ),
			'slug'               => new SlugField(),
			'purchase_note'      => new PurchaseNoteField(),
			'gtin'               => new GtinField(),
			'weight'             => new MeasureField( 'weight' ),
			'length'             => new MeasureField( 'length' ),
			'width'              => new MeasureField( 'width' ),
			'height'             => new MeasureField( 'height' ),
			'tax_status'         => new ChoiceField( 'tax_status', array( 'taxable', 'shipping', 'none' ), false ),
			'tax_class'          => new TaxClassField(),
			'shipping_class'     => new ShippingClassField(),
			'sale_start'         => new SaleDateField( 'sale_start', 'date_on_sale_from' ),
			'sale_end'           => new SaleDateField( 'sale_end', 'date_on_sale_to' ),
			'manage_stock'       => new FlagField( 'manage_stock', true ),
			'backorders'         => new ChoiceField( 'backorders', array( 'no', 'notify', 'yes' ), true ),
			'low_stock_amount'   => new LowStockField(),
			'featured'           => new FlagField( 'featured', false ),
			'sold_individually'  => new FlagField( 'sold_individually', false ),
			'reviews_allowed'    => new FlagField( 'reviews_allowed', false, true ),
			'virtual'            => new FlagField( 'virtual', true ),
			'catalog_visibility' => new ChoiceField( 'catalog_visibility', array( 'visible', 'catalog', 'search', 'hidden' ), false ),
			'tags'               => new TagsField( $refs ),
			'upsells'            => new ProductListField( 'upsells', 'upsell_ids', $refs ),
			'cross_sells'        => new ProductListField( 'cross_sells', 'cross_sell_ids', $refs ),
			'related'            => new RelatedField( $refs ),
			'grouped'            => new GroupedField( $refs ),
			'image'              => new ImageField(),
			'gallery'            => new GalleryField(),
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
		$names = match ( true ) {
			$product->is_type( 'variation' ) => array_merge( self::OF_ALL, array( 'axes' ) ),
			$product->is_type( 'grouped' )   => array_merge( self::OF_ALL, self::OF_PRODUCTS, array( 'grouped' ) ),
			default                          => array_merge( self::OF_ALL, self::OF_PRODUCTS ),
		};
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

	/**
	 * The ids that a value names, so that their records can be read in bulk.
	 *
	 * @return array{terms: array<int>, posts: array<int>}
	 */
	public static function ids_in( string $name, mixed $value ): array {
		$ids = static fn( mixed $list ): array => array_values( array_filter( (array) $list, 'is_int' ) );
		return match ( true ) {
			in_array( $name, array( 'categories', 'tags' ), true ), str_starts_with( $name, 'taxonomy:' ) => array( 'terms' => $ids( $value ), 'posts' => array() ),
			str_starts_with( $name, 'attribute:' ) => array( 'terms' => $ids( ( (array) $value )['terms'] ?? null ), 'posts' => array() ),
			in_array( $name, array( 'upsells', 'cross_sells', 'related', 'grouped', 'image', 'gallery' ), true ) => array( 'terms' => array(), 'posts' => $ids( $value ) ),
			default => array( 'terms' => array(), 'posts' => array() ),
		};
	}

	private function meta( string $name, string $key ): Field {
		$callbacks = Targets::callbacks( $name );
		return null === $callbacks ? new MetaField( $key ) : new CallbackField( $name, $callbacks );
	}

	private function make( string $name ): Field {
		list( $group, $rest ) = explode( ':', $name, 2 ) + array( 1 => '' );
		return match ( true ) {
			'' === $rest           => throw new StoreError( 'unknown_field', "Products have no field {$name}.", $name, 'The fields are listed in docs/wire.md.' ),
			'attribute' === $group => new AttributeField( $rest, $this->refs ),
			'custom' === $group    => new CustomAttributeField( $rest ),
			'meta' === $group      => $this->meta( $name, $rest ),
			'taxonomy' === $group  => new TaxonomyField( $rest, $this->refs ),
			'regular_price' === $group, 'sale_price' === $group => new CurrencyPriceField( $group, $rest ),
			default                => throw new StoreError( 'unknown_field', "Products have no field {$name}.", $name, 'The fields are listed in docs/wire.md.' ),
		};
	}
}
