/** Every control of General Settings: what it is called, what it does, which values it takes. */
import { __ } from '@wordpress/i18n';
import type { Settings } from '../../api/settings';

type Name = Exclude< keyof Settings, 'revision' >;

interface Common {
	name: Name;
	label: string;
	help: string;
}

export type Field = Common &
	(
		| { type: 'flag' }
		| { type: 'choice'; options: { value: string; label: string }[] }
		/** Whole numbers, both ends included. */
		| { type: 'number'; least: number; most: number; unit: string }
		| { type: 'text'; placeholder: string }
		| { type: 'hosts' }
	);

export interface Group {
	title: string;
	fields: Field[];
}

export const groups = (): Group[] => [
	{
		title: __( 'Safety', 'unopim-connector' ),
		fields: [
			{
				name: 'dry_run',
				type: 'flag',
				label: __( 'Dry-run', 'unopim-connector' ),
				help: __( 'On: every pull and push is planned and logged as it would be; nothing is written on either side.', 'unopim-connector' ),
			},
			{
				name: 'on_delete',
				type: 'choice',
				label: __( 'On-delete', 'unopim-connector' ),
				help: __( 'What happens in the shop to what is gone from UnoPim.', 'unopim-connector' ),
				options: [
					{ value: 'trash', label: __( 'Trash: can be taken back', 'unopim-connector' ) },
					{ value: 'delete', label: __( 'Delete: permanent', 'unopim-connector' ) },
					{ value: 'skip', label: __( 'Skip: logged, the item stays', 'unopim-connector' ) },
				],
			},
			{
				name: 'writeback_delete',
				type: 'flag',
				label: __( 'Writeback delete', 'unopim-connector' ),
				help: __( 'On: trashing or deleting a product or term in the shop deletes it in UnoPim. Off: it stays local.', 'unopim-connector' ),
			},
			{
				name: 'undo_retention_days',
				type: 'number',
				label: __( 'Undo retention', 'unopim-connector' ),
				help: __( 'How long runs can be taken back; 0 switches undo off.', 'unopim-connector' ),
				least: 0,
				most: 90,
				unit: __( 'days', 'unopim-connector' ),
			},
		],
	},
	{
		title: __( 'Matching', 'unopim-connector' ),
		fields: [
			{
				name: 'match_by_gtin',
				type: 'flag',
				label: __( 'Match by GTIN', 'unopim-connector' ),
				help: __( 'On: a product without link and SKU match is also looked for by its GTIN, UPC, EAN or ISBN.', 'unopim-connector' ),
			},
			{
				name: 'trashed_match',
				type: 'choice',
				label: __( 'Trashed match', 'unopim-connector' ),
				help: __( 'What happens when the matching product lies in the trash.', 'unopim-connector' ),
				options: [
					{ value: 'report', label: __( 'Report it', 'unopim-connector' ) },
					{ value: 'restore', label: __( 'Restore it', 'unopim-connector' ) },
				],
			},
			{
				name: 'category_assignment',
				type: 'choice',
				label: __( 'Category assignment', 'unopim-connector' ),
				help: __( 'Managed only keeps shop categories that UnoPim does not know on the product; Exact removes them.', 'unopim-connector' ),
				options: [
					{ value: 'managed', label: __( 'Managed only', 'unopim-connector' ) },
					{ value: 'exact', label: __( 'Exact', 'unopim-connector' ) },
				],
			},
			{
				name: 'related_products',
				type: 'choice',
				label: __( 'Related products', 'unopim-connector' ),
				help: __( 'Store only keeps them with the product; Use lets WooCommerce’s related list take them.', 'unopim-connector' ),
				options: [
					{ value: 'store', label: __( 'Store only', 'unopim-connector' ) },
					{ value: 'use', label: __( 'Use', 'unopim-connector' ) },
				],
			},
		],
	},
	{
		title: __( 'Images', 'unopim-connector' ),
		fields: [
			{
				name: 'images_per_minute',
				type: 'number',
				label: __( 'Images per minute', 'unopim-connector' ),
				help: __( 'How fast the image queue works.', 'unopim-connector' ),
				least: 1,
				most: 600,
				unit: '',
			},
			{
				name: 'largest_image_mb',
				type: 'number',
				label: __( 'Largest image', 'unopim-connector' ),
				help: __( 'Larger files are refused with a log row.', 'unopim-connector' ),
				least: 1,
				most: 100,
				unit: __( 'MB', 'unopim-connector' ),
			},
			{
				name: 'media_address',
				type: 'text',
				label: __( 'Media address', 'unopim-connector' ),
				help: __( 'Base address of storage paths. Empty: the folder storage of the UnoPim address.', 'unopim-connector' ),
				placeholder: 'https://pim.example.com/storage/',
			},
			{
				name: 'media_hosts',
				type: 'hosts',
				label: __( 'Media hosts', 'unopim-connector' ),
				help: __( 'Further hosts that images may come from, one a line, such as cdn.example.com.', 'unopim-connector' ),
			},
		],
	},
	{
		title: __( 'Speed', 'unopim-connector' ),
		fields: [
			{
				name: 'batch_size',
				type: 'number',
				label: __( 'Batch size', 'unopim-connector' ),
				help: __( 'Items written in one go. A smaller number needs less memory.', 'unopim-connector' ),
				least: 1,
				most: 500,
				unit: __( 'items', 'unopim-connector' ),
			},
			{
				name: 'requests_per_minute',
				type: 'number',
				label: __( 'Requests per minute', 'unopim-connector' ),
				help: __( 'To UnoPim, which allows 120 from version 3.0 on.', 'unopim-connector' ),
				least: 1,
				most: 1000,
				unit: '',
			},
		],
	},
	{
		title: __( 'Housekeeping', 'unopim-connector' ),
		fields: [
			{
				name: 'log_retention_days',
				type: 'number',
				label: __( 'Log retention', 'unopim-connector' ),
				help: __( 'Older log rows are removed once a day.', 'unopim-connector' ),
				least: 1,
				most: 365,
				unit: __( 'days', 'unopim-connector' ),
			},
			{
				name: 'remove_data',
				type: 'flag',
				label: __( 'Remove data on uninstall', 'unopim-connector' ),
				help: __( 'On: uninstalling removes settings, links, logs and credentials. Products, terms and images stay in any case.', 'unopim-connector' ),
			},
		],
	},
];

/** Why a value cannot be saved; null when it can. The site has the last word. */
export function complaint( field: Field, value: unknown ): string | null {
	if ( field.type === 'number' && ( ! Number.isInteger( value ) || Number( value ) < field.least || Number( value ) > field.most ) ) {
		return range( field );
	}
	if ( field.type === 'text' && value !== '' && ! /^https?:\/\/\S+$/i.test( String( value ) ) ) {
		return __( 'Enter an address that begins with https:// or http://.', 'unopim-connector' );
	}
	if ( field.type === 'hosts' && ( value as string[] ).some( ( host ) => ! /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test( host ) ) ) {
		return __( 'Enter host names alone, without https:// and without a path.', 'unopim-connector' );
	}
	return null;
}

const range = ( { least, most, unit }: { least: number; most: number; unit: string } ) =>
	`${ __( 'A whole number:', 'unopim-connector' ) } ${ `${ least }–${ most } ${ unit }`.trim() }.`;

/** The settings that differ from what is stored. */
export function changes( values: Settings, stored: Settings ): Partial< Settings > {
	const names = ( Object.keys( stored ) as ( keyof Settings )[] ).filter(
		( name ) => JSON.stringify( values[ name ] ) !== JSON.stringify( stored[ name ] )
	);
	return Object.fromEntries( names.map( ( name ) => [ name, values[ name ] ] ) ) as Partial< Settings >;
}

/** Lines of a text field as host names. */
export const hostsOf = ( text: string ): string[] => text.split( /[\s,]+/ ).filter( Boolean );
