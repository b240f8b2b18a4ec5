import { createSelector } from '../create-selector';
import type { CoreField, Mapping, Row } from '../../types/generated';
import type { State } from './reducer';

const NO_ROWS: Row[] = [];

export const getScope = ( state: State ) => state.scope;
export const getSaved = ( state: State ) => state.saved;
export const getDraft = ( state: State ) => state.draft;
export const isInherited = ( state: State ) => state.inherited;
export const getBusy = ( state: State ) => state.busy;
export const getProblem = ( state: State ) => state.problem;
export const getSaves = ( state: State ) => state.saves;
export const getFilled = ( state: State ) => state.filled;

const rowsOf = ( state: State, which: 'saved' | 'draft' ): Row[] => {
	const { scope } = state;
	return ( scope && state[ which ]?.attributes[ scope.channel ]?.[ scope.locale ] ) || NO_ROWS;
};

export const getRows = ( state: State ) => rowsOf( state, 'draft' );

/** The core rows that differ from what is saved. */
export const getUnsavedCore = createSelector(
	( state: State ): CoreField[] => {
		const { saved, draft } = state;
		if ( ! saved || ! draft ) {
			return [];
		}
		return ( Object.keys( draft.core ) as CoreField[] ).filter(
			( field ) => ! same( saved.core[ field ], draft.core[ field ] )
		);
	},
	( state ) => [ state.saved?.core, state.draft?.core ]
);

/**
 * Positions of attribute rows that are not saved as they stand. A row is looked for among all saved ones, so that removing one row
 * does not mark those behind it.
 */
export const getUnsavedRows = createSelector(
	( state: State ): number[] => {
		const saved = new Set( rowsOf( state, 'saved' ).map( fingerprint ) );
		return rowsOf( state, 'draft' ).flatMap( ( row, index ) => ( saved.has( fingerprint( row ) ) ? [] : [ index ] ) );
	},
	( state ) => [ rowsOf( state, 'saved' ), rowsOf( state, 'draft' ) ]
);

export const areRowsUnsaved = ( state: State ) => ! same( rowsOf( state, 'saved' ), rowsOf( state, 'draft' ) );

const categoryParts = ( mapping: Mapping | null ) =>
	mapping && [ mapping.categories, mapping.category_fields, mapping.taxonomies, mapping.references, mapping.associations ?? null ];

export const areCategoriesUnsaved = createSelector(
	( state: State ): boolean => ! same( categoryParts( state.saved ), categoryParts( state.draft ) ),
	( state ) => [ ...( categoryParts( state.saved ) ?? [] ), ...( categoryParts( state.draft ) ?? [] ) ]
);

export const isUnsaved = ( state: State ) =>
	getUnsavedCore( state ).length > 0 || areRowsUnsaved( state ) || areCategoriesUnsaved( state );

const same = ( a: unknown, b: unknown ) => a === b || fingerprint( a ) === fingerprint( b );

/** Options that say the same when they are left out (docs/wire.md). */
const DEFAULTS: Record< string, unknown > = { clear_when_empty: false, visible: true, create_options: true, write: 'label' };

/** Equal for rows that say the same, whatever the order of their keys. */
const fingerprint = ( value: unknown ): string =>
	JSON.stringify( value, ( _key, part: unknown ) =>
		typeof part === 'object' && part !== null && ! Array.isArray( part )
			? Object.fromEntries(
					Object.entries( part )
						.filter( ( [ key, option ] ) => ! ( key in DEFAULTS && DEFAULTS[ key ] === option ) )
						.sort( ( [ a ], [ b ] ) => ( a < b ? -1 : 1 ) )
			  )
			: part
	) ?? 'undefined';
