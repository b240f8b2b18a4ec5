import type { CatalogAttribute, Channel, LinkRow, Problem, Target } from '../../types/rest';

export interface State {
	channels: Channel[] | null;
	targets: Target[];
	recent: LinkRow[];
	/** Every attribute heard of, by code. */
	attributes: Record< string, CatalogAttribute >;
	/** Codes found, by search text. */
	searches: Record< string, string[] >;
	/** What is done to the channels. */
	busy: 'saving' | 'refreshing' | null;
	problem: Problem | null;
}

export type Event =
	| { type: 'CHANNELS'; channels: Channel[] }
	| { type: 'BUSY'; busy: State[ 'busy' ] }
	| { type: 'TARGETS'; targets: Target[] }
	| { type: 'RECENT'; recent: LinkRow[] }
	| { type: 'ATTRIBUTES'; attributes: CatalogAttribute[]; search?: string }
	| { type: 'REFUSED'; problem: Problem };

const initial: State = { channels: null, targets: [], recent: [], attributes: {}, searches: {}, busy: null, problem: null };

export function reducer( state: State = initial, event: Event ): State {
	switch ( event.type ) {
		case 'CHANNELS':
			return { ...state, channels: event.channels, busy: null, problem: null };
		case 'BUSY':
			return { ...state, busy: event.busy, problem: null };
		case 'TARGETS':
			return { ...state, targets: event.targets };
		case 'RECENT':
			return { ...state, recent: event.recent };
		case 'ATTRIBUTES': {
			const attributes = { ...state.attributes };
			// A search tells the group besides, the engine does not.
			event.attributes.forEach( ( attribute ) => ( attributes[ attribute.code ] = { ...attributes[ attribute.code ], ...attribute } ) );
			const searches =
				event.search === undefined
					? state.searches
					: { ...state.searches, [ event.search ]: event.attributes.map( ( { code } ) => code ) };
			return { ...state, attributes, searches };
		}
		case 'REFUSED':
			return { ...state, busy: null, problem: event.problem };
		default:
			return state;
	}
}
