/** Words of the interface for the codes of the wire. */
import { __, _n, sprintf } from '@wordpress/i18n';
import type { ConnectionState, LogLevel, RunStatus } from '../types/rest';
import type { Action, Cell, CoreField, Counts } from '../types/generated';

const pick = ( words: Record< string, string >, code: string ): string => words[ code ] ?? code;

export const stepName = ( step: string ) =>
	pick(
		{
			probe: __( 'Recognise UnoPim', 'unopim-connector' ),
			capabilities: __( 'Recognise UnoPim', 'unopim-connector' ),
			channels: __( 'Channels', 'unopim-connector' ),
			locales: __( 'Locales', 'unopim-connector' ),
			currencies: __( 'Currencies', 'unopim-connector' ),
			structure: __( 'Catalogue structure', 'unopim-connector' ),
			attribute_groups: __( 'Attribute groups', 'unopim-connector' ),
			attributes: __( 'Attributes', 'unopim-connector' ),
			options: __( 'Attribute options', 'unopim-connector' ),
			families: __( 'Families', 'unopim-connector' ),
			references: __( 'Reference entities', 'unopim-connector' ),
			categories: __( 'Categories', 'unopim-connector' ),
			products: __( 'Products', 'unopim-connector' ),
			configurables: __( 'Products with variants', 'unopim-connector' ),
			variants: __( 'Variants', 'unopim-connector' ),
			sync: __( 'Finish products with variants', 'unopim-connector' ),
			associations: __( 'Associations', 'unopim-connector' ),
			tags: __( 'Tags', 'unopim-connector' ),
			images: __( 'Images', 'unopim-connector' ),
			deletions: __( 'Deletions', 'unopim-connector' ),
			queue: __( 'What was saved', 'unopim-connector' ),
			apply: __( 'The plan', 'unopim-connector' ),
			undo: __( 'Taking back', 'unopim-connector' ),
			done: __( 'Finished', 'unopim-connector' ),
		},
		step
	);

/** What a run counts. Deleted and brought back are told where there is some: most runs do neither. */
export const countNames = ( counts?: Counts | null ): [ keyof Counts, string ][] => [
	[ 'created', __( 'Created', 'unopim-connector' ) ],
	[ 'updated', __( 'Updated', 'unopim-connector' ) ],
	[ 'unchanged', __( 'Unchanged', 'unopim-connector' ) ],
	[ 'skipped', __( 'Skipped', 'unopim-connector' ) ],
	[ 'held', __( 'Held', 'unopim-connector' ) ],
	[ 'parked', __( 'Parked', 'unopim-connector' ) ],
	[ 'failed', __( 'Failed', 'unopim-connector' ) ],
	...( [
		[ 'deleted', __( 'Deleted', 'unopim-connector' ) ],
		[ 'restored', __( 'Restored', 'unopim-connector' ) ],
	] as const )
		.filter( ( [ key ] ) => ( counts?.[ key ] ?? 0 ) > 0 )
		.map( ( [ key, label ] ): [ keyof Counts, string ] => [ key, label ] ),
];

export const statusName = ( status: RunStatus ) =>
	pick(
		{
			queued: __( 'Queued', 'unopim-connector' ),
			running: __( 'Running', 'unopim-connector' ),
			stopped: __( 'Stopped', 'unopim-connector' ),
			stalled: __( 'Stalled', 'unopim-connector' ),
			waiting: __( 'Waiting', 'unopim-connector' ),
			done: __( 'Done', 'unopim-connector' ),
			done_with_errors: __( 'Done with errors', 'unopim-connector' ),
			cancelled: __( 'Cancelled', 'unopim-connector' ),
			failed: __( 'Failed', 'unopim-connector' ),
		},
		status
	);

export const connectionName = ( state: ConnectionState ) =>
	pick(
		{
			connected: __( 'Connected', 'unopim-connector' ),
			refreshing: __( 'Token expired — refreshing', 'unopim-connector' ),
			not_connected: __( 'Not connected', 'unopim-connector' ),
		},
		state
	);

export const levelName = ( level: LogLevel ) =>
	pick(
		{
			info: __( 'Info', 'unopim-connector' ),
			success: __( 'Success', 'unopim-connector' ),
			warn: __( 'Warning', 'unopim-connector' ),
			error: __( 'Error', 'unopim-connector' ),
		},
		level
	);

/** What a plan does to an item. */
export const actionName = ( action: Action ) =>
	pick(
		{
			create: __( 'Will be created', 'unopim-connector' ),
			update: __( 'Will be updated', 'unopim-connector' ),
			link: __( 'Will be linked', 'unopim-connector' ),
			sync: __( 'Will follow its variations', 'unopim-connector' ),
			trash: __( 'Will go to the trash', 'unopim-connector' ),
			restore: __( 'Will come out of the trash', 'unopim-connector' ),
			delete: __( 'Will be deleted', 'unopim-connector' ),
			unlink: __( 'Will be unlinked', 'unopim-connector' ),
			unchanged: __( 'Unchanged', 'unopim-connector' ),
			skip: __( 'Skipped', 'unopim-connector' ),
			park: __( 'Cannot be imported', 'unopim-connector' ),
		},
		action
	);

export const kindName = ( kind: string ) =>
	pick(
		{
			simple: __( 'Simple product', 'unopim-connector' ),
			variable: __( 'Variable product', 'unopim-connector' ),
			variation: __( 'Variation', 'unopim-connector' ),
			attribute: __( 'Attribute', 'unopim-connector' ),
			option: __( 'Option', 'unopim-connector' ),
			category: __( 'Category', 'unopim-connector' ),
			term: __( 'Term', 'unopim-connector' ),
		},
		kind
	);

export const coreFieldName = ( field: CoreField ) =>
	pick(
		{
			sku: __( 'SKU', 'unopim-connector' ),
			name: __( 'Name', 'unopim-connector' ),
			regular_price: __( 'Regular Price', 'unopim-connector' ),
			sale_price: __( 'Sale Price', 'unopim-connector' ),
			stock_quantity: __( 'Stock Quantity', 'unopim-connector' ),
			stock_status: __( 'Stock Status', 'unopim-connector' ),
			description: __( 'Description', 'unopim-connector' ),
			short_description: __( 'Short Description', 'unopim-connector' ),
			status: __( 'Publish Status', 'unopim-connector' ),
		},
		field
	);

/** A field of a plan: the engine's label, else our word for it, else what is left of its technical name. */
export function fieldName( field: string, label: string | null | undefined ): string {
	if ( label ) {
		return label;
	}
	const words: Record< string, string > = {
		categories: __( 'Categories', 'unopim-connector' ),
		axes: __( 'Combination', 'unopim-connector' ),
		menu_order: __( 'Order', 'unopim-connector' ),
		order: __( 'Order', 'unopim-connector' ),
		order_by: __( 'Sorting', 'unopim-connector' ),
		slug: __( 'Slug', 'unopim-connector' ),
		parent: __( 'Parent', 'unopim-connector' ),
		image: __( 'Product image', 'unopim-connector' ),
		gallery: __( 'Gallery', 'unopim-connector' ),
		thumbnail: __( 'Thumbnail', 'unopim-connector' ),
		swatch_color: __( 'Swatch colour', 'unopim-connector' ),
		swatch_image: __( 'Swatch picture', 'unopim-connector' ),
	};
	const [ , price, currency ] = field.match( /^(regular_price|sale_price):(\w+)$/ ) ?? [];
	if ( price && currency ) {
		/* translators: 1: name of a price, 2: code of a currency */
		return sprintf( __( '%1$s (%2$s)', 'unopim-connector' ), coreFieldName( price as CoreField ), currency );
	}
	return words[ field ] ?? coreFieldName( field.replace( /^(attribute|custom|meta):/, '' ) as CoreField );
}

/** A mark for each state of a variant, so that colour never stands alone. */
export const cellMark = ( state: Cell[ 'state' ] ) => pick( { ok: '✓', double: '×2', incomplete: '?' }, state );

export const cellName = ( state: Cell[ 'state' ] ) =>
	pick(
		{
			ok: __( 'Ready', 'unopim-connector' ),
			double: __( 'Double combination', 'unopim-connector' ),
			incomplete: __( 'Option missing', 'unopim-connector' ),
		},
		state
	);

/** A rough span of time, as people say it. */
export function timeLeft( seconds: number ): string {
	if ( seconds < 60 ) {
		return __( 'less than a minute left', 'unopim-connector' );
	}
	const minutes = Math.round( seconds / 60 );
	if ( minutes < 60 ) {
		/* translators: %d: number of minutes. */
		return sprintf( _n( 'about %d minute left', 'about %d minutes left', minutes, 'unopim-connector' ), minutes );
	}
	const hours = Math.round( minutes / 60 );
	/* translators: %d: number of hours. */
	return sprintf( _n( 'about %d hour left', 'about %d hours left', hours, 'unopim-connector' ), hours );
}
