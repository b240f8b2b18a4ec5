import type { Scope } from '../../api/mapping';
import { toProblem } from '../../api/problem';
import { driveOf, startRefresh, startRun } from '../../api/runs';
import { getEngine } from '../../engine';
import type { AttributeInfo, Mapping } from '../../types/generated';
import type { Thunk } from '../thunk';
import type { Event } from './reducer';
import type * as selectors from './selectors';

type PreviewThunk< Value = void > = Thunk< Event, typeof selectors, Value >;

/** Counts openings, so that an answer for a product that was left is not shown. */
let opening = 0;

/** What is looked at: a product by its SKU, or some as UnoPim lists them. */
export type Wish = { sku: string } | { size: number; family?: string };

/** Loads products and all they depend on into the worker. Answers the catalogue's attributes, or null if that failed. */
export const open =
	( { channel, locale }: Scope, wish: Wish ): PreviewThunk< AttributeInfo[] | null > =>
	async ( { dispatch } ) => {
		const mine = ++opening;
		const current = () => mine === opening;
		dispatch( { type: 'OPENING', sku: 'sku' in wish ? wish.sku : null } );
		try {
			const engine = await getEngine( 'screens' );
			const what = 'sku' in wish ? { skus: [ wish.sku ] } : { sample: { size: wish.size, family: wish.family ?? '' } };
			const run = await startRun( { kind: 'preview', channel, locale, ...what } );
			const { attributes, associations } = await engine.openPreview( driveOf( run ), {
				onReport: ( { progress } ) => {
					if ( current() ) {
						dispatch( { type: 'PROGRESS', progress } );
					}
				},
			} );
			if ( ! current() ) {
				return null;
			}
			dispatch( { type: 'OPENED', associations } );
			return attributes;
		} catch ( error ) {
			if ( current() ) {
				dispatch( { type: 'REFUSED', problem: toProblem( error ) } );
			}
			return null;
		}
	};

/** Reads UnoPim's structure anew, driven by this page, so that pickers and previews know what has come since. */
export const refreshCatalog =
	( channel: string ): PreviewThunk =>
	async ( { dispatch } ) => {
		dispatch( { type: 'OPENING', sku: null } );
		opening++;
		try {
			const engine = await getEngine( 'screens' );
			const run = await startRefresh( channel );
			// Without a lease somebody else drives it.
			if ( run.lease !== '' ) {
				await engine.run( 'screens', driveOf( run ), {} );
			}
		} catch ( error ) {
			dispatch( { type: 'REFUSED', problem: toProblem( error ) } );
		}
	};

let planning = false;
let next: { mapping: Mapping | null } | null = null;

/**
 * Plans the open product with these rows, without the server. While a plan is being made only the newest edit is kept: what was
 * typed in between is of no interest any more.
 */
export const replan =
	( mapping: Mapping | null ): PreviewThunk =>
	async ( { dispatch, select } ) => {
		next = { mapping };
		if ( planning ) {
			return;
		}
		planning = true;
		try {
			while ( next && select.getStatus() === 'ready' ) {
				const { mapping: wanted }: { mapping: Mapping | null } = next;
				next = null;
				const mine = opening;
				try {
					const { plan, ms } = await ( await getEngine( 'screens' ) ).plan( wanted );
					if ( mine === opening ) {
						dispatch( { type: 'PLANNED', plan, ms } );
					}
				} catch ( error ) {
					if ( mine === opening ) {
						dispatch( { type: 'PLAN_REFUSED', problem: toProblem( error ) } );
					}
				}
			}
		} finally {
			planning = false;
		}
	};

/** What the engine proposes for the empty rows; null if it could not say. */
export const autoMap =
	( mapping: Mapping ): PreviewThunk< { mapping: Mapping; filled: string[] } | null > =>
	async ( { dispatch } ) => {
		try {
			return await ( await getEngine( 'screens' ) ).autoMap( mapping );
		} catch ( error ) {
			dispatch( { type: 'PLAN_REFUSED', problem: toProblem( error ) } );
			return null;
		}
	};

/** Lets go of the product, for example when another channel is chosen. */
export const close =
	(): PreviewThunk =>
	async ( { dispatch, select } ) => {
		const wasOpen = select.getStatus() !== 'idle';
		opening++;
		dispatch( { type: 'CLOSED' } );
		if ( wasOpen ) {
			await getEngine( 'screens' )
				.then( ( engine ) => engine.closePreview() )
				.catch( () => undefined ); // without an engine there is nothing to close
		}
	};
