/** A row's target as its parts: `attribute:pa_color`, `custom:Material`, `meta:ean`, `taxonomy:product_brand`, or a field such as `weight`. */
import { __ } from '@wordpress/i18n';

export type TargetKind = 'attribute' | 'custom' | 'meta' | 'taxonomy' | 'field';

const PREFIX: Record< TargetKind, string > = { attribute: 'attribute:pa_', custom: 'custom:', meta: 'meta:', taxonomy: 'taxonomy:', field: '' };

export function kindOf( target: string ): TargetKind {
	const prefix = target.slice( 0, target.indexOf( ':' ) + 1 );
	switch ( prefix ) {
		case 'attribute:':
			return 'attribute';
		case 'custom:':
			return 'custom';
		case 'meta:':
			return 'meta';
		case 'taxonomy:':
			return 'taxonomy';
		default:
			return 'field';
	}
}

export function nameOf( target: string ): string {
	const prefix = PREFIX[ kindOf( target ) ];
	return target.startsWith( prefix ) ? target.slice( prefix.length ) : target.slice( target.indexOf( ':' ) + 1 );
}

export const targetOf = ( kind: TargetKind, name: string ) => PREFIX[ kind ] + name;

/** Whether a select attribute's options are terms there, which a push can add to. */
export const hasTerms = ( target: string ): boolean => [ 'attribute', 'taxonomy' ].includes( kindOf( target ) ) || target === 'tags';

/** Fields that take plain numbers in a unit. */
export const unitsOf = ( target: string ): string[] => {
	if ( target === 'weight' ) {
		return [ 'kg', 'g', 'lbs', 'oz' ];
	}
	return [ 'length', 'width', 'height' ].includes( target ) ? [ 'm', 'cm', 'mm', 'in', 'yd' ] : [];
};

/** Fields of a product that rows name, in groups as the product editor has them. */
export const fieldGroups = (): { label: string; fields: [ string, string ][] }[] => [
	{
		label: __( 'General', 'unopim-connector' ),
		fields: [
			[ 'slug', __( 'Slug', 'unopim-connector' ) ],
			[ 'purchase_note', __( 'Purchase note', 'unopim-connector' ) ],
			[ 'menu_order', __( 'Menu order', 'unopim-connector' ) ],
			[ 'gtin', __( 'GTIN, UPC, EAN or ISBN', 'unopim-connector' ) ],
			[ 'featured', __( 'Featured', 'unopim-connector' ) ],
			[ 'virtual', __( 'Virtual', 'unopim-connector' ) ],
			[ 'catalog_visibility', __( 'Catalogue visibility', 'unopim-connector' ) ],
			[ 'reviews_allowed', __( 'Reviews allowed', 'unopim-connector' ) ],
			[ 'sold_individually', __( 'Sold individually', 'unopim-connector' ) ],
		],
	},
	{
		label: __( 'Shipping', 'unopim-connector' ),
		fields: [
			[ 'weight', __( 'Weight', 'unopim-connector' ) ],
			[ 'length', __( 'Length', 'unopim-connector' ) ],
			[ 'width', __( 'Width', 'unopim-connector' ) ],
			[ 'height', __( 'Height', 'unopim-connector' ) ],
			[ 'shipping_class', __( 'Shipping class', 'unopim-connector' ) ],
		],
	},
	{
		label: __( 'Price and tax', 'unopim-connector' ),
		fields: [
			[ 'sale_start', __( 'Sale start', 'unopim-connector' ) ],
			[ 'sale_end', __( 'Sale end', 'unopim-connector' ) ],
			[ 'tax_status', __( 'Tax status', 'unopim-connector' ) ],
			[ 'tax_class', __( 'Tax class', 'unopim-connector' ) ],
		],
	},
	{
		label: __( 'Stock (pulled only)', 'unopim-connector' ),
		fields: [
			[ 'manage_stock', __( 'Manage stock', 'unopim-connector' ) ],
			[ 'backorders', __( 'Backorders', 'unopim-connector' ) ],
			[ 'low_stock_amount', __( 'Low stock amount', 'unopim-connector' ) ],
		],
	},
	{
		label: __( 'Images and tags', 'unopim-connector' ),
		fields: [
			[ 'image', __( 'Product image', 'unopim-connector' ) ],
			[ 'gallery', __( 'Gallery', 'unopim-connector' ) ],
			[ 'tags', __( 'Product tags', 'unopim-connector' ) ],
		],
	},
];
