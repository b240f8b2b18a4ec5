import * as api from '../../api/mapping';
import type { Scope } from '../../api/mapping';
import { toProblem } from '../../api/problem';
import type { CoreField, CoreRow, Mapping, Row } from '../../types/generated';
import type { Thunk } from '../thunk';
import { withRows } from './reducer';
import type { Event } from './reducer';
import type * as selectors from './selectors';

type MappingThunk = Thunk< Event, typeof selectors >;

export const load =
	( scope: Scope ): MappingThunk =>
	async ( { dispatch } ) => {
		dispatch( { type: 'LOADING', scope } );
		try {
			dispatch( { type: 'LOADED', scope, ...( await api.fetchMapping( scope ) ) } );
		} catch ( error ) {
			dispatch( { type: 'REFUSED', problem: toProblem( error ) } );
		}
	};

export const editCore = ( field: CoreField, row: CoreRow | null ): Event => ( { type: 'CORE_EDITED', field, row } );

export const editRows = ( rows: Row[] ): Event => ( { type: 'ROWS_EDITED', rows } );

/** Parts of the document in place of the present ones. */
export const edit = ( parts: Partial< Mapping > ): Event => ( { type: 'EDITED', parts } );

/** What the engine proposes for the empty rows, of the part of the document that is in view. */
export const receiveAutoMap = ( parts: Partial< Mapping >, filled: string[] ): Event => ( {
	type: 'AUTO_MAPPED',
	parts,
	filled,
} );

export const discard = (): Event => ( { type: 'DISCARDED' } );

/** Sends the parts that changed; what comes back is what is saved. */
export const save =
	(): MappingThunk =>
	async ( { dispatch, select } ) => {
		const scope = select.getScope();
		const draft = select.getDraft();
		if ( ! scope || ! draft ) {
			return;
		}
		dispatch( { type: 'SAVING' } );
		try {
			const core = select.getUnsavedCore().length ? await api.saveCore( draft.core ) : null;
			const attributes = select.areRowsUnsaved() ? await api.saveAttributes( scope, select.getRows() ) : null;
			const categories = select.areCategoriesUnsaved()
				? await api.saveCategories( scope.channel, {
						rows: draft.categories[ scope.channel ] ?? {},
						category_fields: draft.category_fields ?? {},
						taxonomies: draft.taxonomies ?? [],
						references: draft.references?.[ scope.channel ] ?? [],
						associations: draft.associations ?? null,
				  } )
				: null;
			const mapping: Mapping = {
				...draft,
				core: core?.core ?? draft.core,
				...( categories ? api.categoriesOf( scope.channel, categories ) : {} ),
			};
			dispatch( {
				type: 'SAVED',
				sent: draft,
				mapping: attributes ? withRows( mapping, scope, attributes.rows ) : mapping,
				inherited: attributes?.inherited ?? select.isInherited(),
			} );
		} catch ( error ) {
			dispatch( { type: 'REFUSED', problem: toProblem( error ) } );
		}
	};
