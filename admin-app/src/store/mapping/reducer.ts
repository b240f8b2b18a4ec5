import type { Scope } from '../../api/mapping';
import type { Problem } from '../../types/rest';
import type { CoreField, CoreRow, Mapping, Row } from '../../types/generated';

export interface State {
	scope: Scope | null;
	saved: Mapping | null;
	draft: Mapping | null;
	/** The rows shown are those of the channel's default locale. */
	inherited: boolean;
	busy: 'loading' | 'saving' | null;
	problem: Problem | null;
	/** Counts successful saves, so that each one can be announced. */
	saves: number;
	/** Paths filled by the last Auto-map. */
	filled: string[];
}

export type Event =
	| { type: 'LOADING'; scope: Scope }
	| { type: 'LOADED'; scope: Scope; mapping: Mapping; inherited: boolean }
	| { type: 'CORE_EDITED'; field: CoreField; row: CoreRow | null }
	| { type: 'ROWS_EDITED'; rows: Row[] }
	| { type: 'EDITED'; parts: Partial< Mapping > }
	| { type: 'AUTO_MAPPED'; parts: Partial< Mapping >; filled: string[] }
	| { type: 'DISCARDED' }
	| { type: 'SAVING' }
	| { type: 'SAVED'; sent: Mapping; mapping: Mapping; inherited: boolean }
	| { type: 'REFUSED'; problem: Problem };

const initial: State = {
	scope: null,
	saved: null,
	draft: null,
	inherited: false,
	busy: null,
	problem: null,
	saves: 0,
	filled: [],
};

export function reducer( state: State = initial, event: Event ): State {
	switch ( event.type ) {
		case 'LOADING':
			return { ...initial, scope: event.scope, busy: 'loading', saves: state.saves };
		case 'LOADED':
			// An answer for a scope that was left in the meantime must not overwrite the present one.
			return event.scope === state.scope
				? { ...state, saved: event.mapping, draft: event.mapping, inherited: event.inherited, busy: null }
				: state;
		case 'CORE_EDITED':
			return edit( state, ( draft ) => ( { ...draft, core: { ...draft.core, [ event.field ]: event.row } } ) );
		case 'ROWS_EDITED':
			return edit( state, ( draft ) => withRows( draft, state.scope, event.rows ) );
		case 'EDITED':
			return edit( state, ( draft ) => ( { ...draft, ...event.parts } ) );
		case 'AUTO_MAPPED':
			return { ...edit( state, ( draft ) => ( { ...draft, ...event.parts } ) ), filled: event.filled };
		case 'DISCARDED':
			return edit( state, () => state.saved );
		case 'SAVING':
			return { ...state, busy: 'saving', problem: null };
		case 'SAVED':
			return {
				...state,
				saved: event.mapping,
				// What was typed while the answer was on its way stays in the draft.
				draft: state.draft === event.sent ? event.mapping : state.draft,
				inherited: event.inherited,
				busy: null,
				saves: state.saves + 1,
			};
		case 'REFUSED':
			return { ...state, busy: null, problem: event.problem };
		default:
			return state;
	}
}

function edit( state: State, change: ( draft: Mapping ) => Mapping | null ): State {
	return state.draft ? { ...state, draft: change( state.draft ), problem: null, filled: [] } : state;
}

export function withRows( mapping: Mapping, scope: Scope | null, rows: Row[] ): Mapping {
	if ( ! scope ) {
		return mapping;
	}
	const { channel, locale } = scope;
	return {
		...mapping,
		attributes: { ...mapping.attributes, [ channel ]: { ...mapping.attributes[ channel ], [ locale ]: rows } },
	};
}
