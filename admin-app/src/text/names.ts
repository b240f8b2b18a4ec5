/** Words for the codes of runs, logs, links and checks. */
import { __, sprintf } from '@wordpress/i18n';
import type { CheckState } from '../api/health';
import type { PlanState } from '../api/plans';
import type { ASSOCIATED } from '../types/generated';
import type { Job } from '../types/rest';

type Words = Record< string, string >;

const pick = ( words: Words, code: string ): string => words[ code ] ?? code;

/** Codes and their words as the options of a select, with one for all of them first. */
export const optionsOf = ( words: Words, all: string ): { value: string; label: string }[] => [
	{ value: '', label: all },
	...Object.entries( words ).map( ( [ value, label ] ) => ( { value, label } ) ),
];

export const checkStateName = ( state: CheckState ) =>
	pick(
		{
			good: __( 'Good', 'unopim-connector' ),
			recommended: __( 'Needs a look', 'unopim-connector' ),
			critical: __( 'Critical', 'unopim-connector' ),
		},
		state
	);

export const levels = (): Words => ( {
	success: __( 'Success', 'unopim-connector' ),
	error: __( 'Error', 'unopim-connector' ),
	warn: __( 'Warning', 'unopim-connector' ),
	info: __( 'Info', 'unopim-connector' ),
} );

export const ops = (): Words => ( {
	pull: __( 'Pull', 'unopim-connector' ),
	push: __( 'Push', 'unopim-connector' ),
	delete: __( 'Delete', 'unopim-connector' ),
	connect: __( 'Connect', 'unopim-connector' ),
	refresh: __( 'Refresh', 'unopim-connector' ),
	webhook: __( 'Webhook', 'unopim-connector' ),
	media: __( 'Media', 'unopim-connector' ),
	undo: __( 'Undo', 'unopim-connector' ),
	upkeep: __( 'Upkeep', 'unopim-connector' ),
} );

export const entities = (): Words => ( {
	product: __( 'Product', 'unopim-connector' ),
	variant: __( 'Variant', 'unopim-connector' ),
	category: __( 'Category', 'unopim-connector' ),
	attribute: __( 'Attribute', 'unopim-connector' ),
	option: __( 'Option', 'unopim-connector' ),
	family: __( 'Family', 'unopim-connector' ),
	channel: __( 'Channel', 'unopim-connector' ),
	language: __( 'Language', 'unopim-connector' ),
	currency: __( 'Currency', 'unopim-connector' ),
	association: __( 'Association', 'unopim-connector' ),
	reference: __( 'Reference entity', 'unopim-connector' ),
	tag: __( 'Tag', 'unopim-connector' ),
	image: __( 'Image', 'unopim-connector' ),
} );

/** As the log's column names them: an arrow and the side that is written. */
export const dirs = (): Words => ( {
	to_shop: __( '→WC', 'unopim-connector' ),
	to_unopim: __( '→UNO', 'unopim-connector' ),
} );

/** Lists of a product that link to others. */
export const linkLists = (): Record< ( typeof ASSOCIATED )[ number ], string > => ( {
	upsells: __( 'Upsells', 'unopim-connector' ),
	cross_sells: __( 'Cross-sells', 'unopim-connector' ),
	related: __( 'Related products', 'unopim-connector' ),
	grouped: __( 'Grouped children', 'unopim-connector' ),
} );

export const opName = ( op: string ) => pick( ops(), op );
export const entityName = ( entity: string ) => pick( { ...entities(), term: __( 'Term', 'unopim-connector' ), group: __( 'Variant group', 'unopim-connector' ) }, entity );
export const linkListName = ( field: string ) => pick( linkLists(), field );
export const dirName = ( dir: string ) => pick( dirs(), dir );

/** Who asked for a run. */
export const originName = ( origin: string ) =>
	pick(
		{
			admin: __( 'By hand', 'unopim-connector' ),
			schedule: __( 'Schedule', 'unopim-connector' ),
			webhook: __( 'Webhook', 'unopim-connector' ),
			retry: __( 'Retry', 'unopim-connector' ),
			cli: __( 'WP-CLI', 'unopim-connector' ),
		},
		origin
	);

/** What a run does, in the words of the buttons. */
export function jobName( job: Pick< Job, 'kind' | 'scope' > & Partial< Job > ): string {
	switch ( job.kind ) {
		case 'pull':
			return pick(
				{
					full: __( 'Pull Full', 'unopim-connector' ),
					changes: __( 'Pull Changes', 'unopim-connector' ),
					one: __( 'Pull One', 'unopim-connector' ),
				},
				job.scope ?? 'full'
			);
		case 'push':
			return pushName( job );
		case 'apply':
			/* translators: %d: number of a plan. */
			return sprintf( __( 'Apply plan %d', 'unopim-connector' ), job.plan ?? 0 );
		case 'undo':
			/* translators: %d: number of a run. */
			return sprintf( __( 'Undo run %d', 'unopim-connector' ), job.run ?? 0 );
		default:
			return pick(
				{
					deletions: __( 'Check deletions', 'unopim-connector' ),
					images: __( 'Images', 'unopim-connector' ),
					preview: __( 'Preview', 'unopim-connector' ),
					probe: __( 'Recognise UnoPim', 'unopim-connector' ),
				},
				job.kind
			);
	}
}

/** A push of one kind of item has a button of its own. */
function pushName( { scope, entities: only }: Partial< Job > ): string {
	if ( scope === 'all' && only?.length === 1 ) {
		return pick(
			{
				product: __( 'Push All Products', 'unopim-connector' ),
				category: __( 'Push All Categories', 'unopim-connector' ),
				attribute: __( 'Push All Attributes', 'unopim-connector' ),
			},
			only[ 0 ] ?? ''
		);
	}
	return pick(
		{
			all: __( 'Push All', 'unopim-connector' ),
			queue: __( 'Push what was saved', 'unopim-connector' ),
			one: __( 'Push One', 'unopim-connector' ),
		},
		scope ?? 'all'
	);
}

/** What an operation does, or did. */
export const operationName = ( action: string ) => pick( operations(), action );

export const operations = (): Words => ( {
	create: __( 'Create', 'unopim-connector' ),
	update: __( 'Update', 'unopim-connector' ),
	link: __( 'Link', 'unopim-connector' ),
	sync: __( 'Follow variations', 'unopim-connector' ),
	trash: __( 'Trash', 'unopim-connector' ),
	restore: __( 'Restore', 'unopim-connector' ),
	delete: __( 'Delete', 'unopim-connector' ),
	unlink: __( 'Unlink', 'unopim-connector' ),
} );

export const outcomes = (): Words => ( {
	planned: __( 'Planned', 'unopim-connector' ),
	applied: __( 'Applied', 'unopim-connector' ),
	changed: __( 'Changed since', 'unopim-connector' ),
	failed: __( 'Failed', 'unopim-connector' ),
	done: __( 'Done', 'unopim-connector' ),
} );

export const outcomeName = ( outcome: string ) => pick( outcomes(), outcome );

export const planStateName = ( state: PlanState ) =>
	pick(
		{
			making: __( 'Being made', 'unopim-connector' ),
			failed: __( 'Not finished', 'unopim-connector' ),
			applying: __( 'Being applied', 'unopim-connector' ),
			applied: __( 'Applied', 'unopim-connector' ),
			expired: __( 'Expired', 'unopim-connector' ),
			outdated: __( 'Outdated', 'unopim-connector' ),
			ready: __( 'Ready', 'unopim-connector' ),
		},
		state
	);

/** Why a plan cannot be applied; null when it can. */
export function planObstacle( state: PlanState ): string | null {
	if ( state === 'ready' ) {
		return null;
	}
	return pick(
		{
			making: __( 'The plan is still being made.', 'unopim-connector' ),
			failed: __( 'The plan was not finished. Make a new preview.', 'unopim-connector' ),
			applying: __( 'The plan is being applied.', 'unopim-connector' ),
			applied: __( 'The plan was applied already.', 'unopim-connector' ),
			expired: __( 'The plan is too old. Make a new preview.', 'unopim-connector' ),
			outdated: __( 'Mapping, settings or channels have changed since. Make a new preview.', 'unopim-connector' ),
		},
		state
	);
}

export const linkStateName = ( state: string ) =>
	pick(
		{
			all: __( 'All', 'unopim-connector' ),
			linked: __( 'Linked', 'unopim-connector' ),
			gone: __( 'Item gone', 'unopim-connector' ),
			trash: __( 'In the trash', 'unopim-connector' ),
			double: __( 'Double matches', 'unopim-connector' ),
			unlinked: __( 'Not linked', 'unopim-connector' ),
		},
		state
	);

/** What becomes of an item that waits. */
export const waitingName = ( state: string ) =>
	pick(
		{
			waiting: __( 'Waiting', 'unopim-connector' ),
			retry: __( 'Tried again by itself', 'unopim-connector' ),
			open: __( 'Waits for a choice', 'unopim-connector' ),
			parked: __( 'Parked', 'unopim-connector' ),
			ignored: __( 'Ignored until changed', 'unopim-connector' ),
			failed: __( 'Failed', 'unopim-connector' ),
			renamed: __( 'Renamed?', 'unopim-connector' ),
			excluded: __( 'Excluded', 'unopim-connector' ),
		},
		state
	);
