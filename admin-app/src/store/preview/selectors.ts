import { createSelector } from '../create-selector';
import type { Diagnostic, Operation } from '../../types/generated';
import type { State } from './reducer';

export const getSku = ( state: State ) => state.sku;
export const getStatus = ( state: State ) => state.status;
export const getProgress = ( state: State ) => state.progress;
export const getPlan = ( state: State ) => state.plan;
export const getMilliseconds = ( state: State ) => state.ms;
export const getAssociationTypes = ( state: State ) => state.associations;
export const getProblem = ( state: State ) => state.problem;

/** What the engine says about the mapping rows, by their path, such as `core.name`. */
export const getDiagnostics = createSelector(
	( state: State ): ReadonlyMap< string, Diagnostic[] > => {
		const rows = new Map< string, Diagnostic[] >();
		state.plan?.diagnostics.forEach( ( diagnostic ) =>
			rows.set( diagnostic.path, [ ...( rows.get( diagnostic.path ) ?? [] ), diagnostic ] )
		);
		return rows;
	},
	( state ) => [ state.plan ]
);

/** An impossible pair must not be saved. */
export const hasErrors = ( state: State ): boolean =>
	state.plan?.diagnostics.some( ( { level } ) => level === 'error' ) ?? false;

export interface ItemFamily {
	item: Operation;
	variations: Operation[];
}

/** The planned products, each variation with its parent; a variation whose parent is not in the plan stands alone. */
export const getFamilies = createSelector(
	( state: State ): ItemFamily[] => {
		const products = ( state.plan?.operations ?? [] ).filter( ( { entity } ) => entity === 'product' );
		const families = new Map< string, ItemFamily >();
		products
			.filter( ( { kind } ) => kind !== 'variation' )
			.forEach( ( item ) => {
				families.set( item.key, { item, variations: [] } );
			} );
		const alone: ItemFamily[] = [];
		products
			.filter( ( { kind } ) => kind === 'variation' )
			.forEach( ( item ) => {
				const family = families.get( item.parent_key ?? '' );
				if ( family ) {
					family.variations.push( item );
				} else {
					alone.push( { item, variations: [] } );
				}
			} );
		return [ ...families.values(), ...alone ];
	},
	( state ) => [ state.plan ]
);

/** Terms, attributes and categories the product needs. */
export const getOthers = createSelector(
	( state: State ): Operation[] => ( state.plan?.operations ?? [] ).filter( ( { entity } ) => entity !== 'product' ),
	( state ) => [ state.plan ]
);
