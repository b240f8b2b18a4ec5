import * as api from '../../api/catalog';
import { fetchTargets } from '../../api/mapping';
import { toProblem } from '../../api/problem';
import type { Channel, ChannelChoice } from '../../types/rest';
import type { AttributeInfo } from '../../types/generated';
import type { Thunk } from '../thunk';
import type { Event, State } from './reducer';
import type * as selectors from './selectors';

type CatalogThunk = Thunk< Event, typeof selectors >;

export const loadChannels =
	(): CatalogThunk =>
	async ( { dispatch } ) => {
		try {
			dispatch( { type: 'CHANNELS', channels: await api.fetchChannels() } );
		} catch ( error ) {
			dispatch( { type: 'REFUSED', problem: toProblem( error ) } );
		}
	};

/** Rows in the order of their priority. True when they were saved. */
export const saveChannels = ( channels: ChannelChoice[] ) => attempt( 'saving', () => api.saveChannels( channels ) );

/** Reads the definitions again from UnoPim. True when that worked. */
export const refreshChannels = () => attempt( 'refreshing', api.refreshChannels );

const attempt =
	( busy: NonNullable< State[ 'busy' ] >, ask: () => Promise< Channel[] > ): Thunk< Event, typeof selectors, boolean > =>
	async ( { dispatch } ) => {
		dispatch( { type: 'BUSY', busy } );
		try {
			dispatch( { type: 'CHANNELS', channels: await ask() } );
			return true;
		} catch ( error ) {
			dispatch( { type: 'REFUSED', problem: toProblem( error ) } );
			return false;
		}
	};

/** Suggestions are a help, not a need: without them the fields still take typed text, so a refusal is not shown. */
export const loadSuggestions =
	(): CatalogThunk =>
	async ( { dispatch } ) => {
		await Promise.allSettled( [
			api.fetchRecentProducts().then( ( recent ) => dispatch( { type: 'RECENT', recent } ) ),
			fetchTargets().then( ( targets ) => dispatch( { type: 'TARGETS', targets } ) ),
		] );
	};

/** Attributes the engine holds for an open preview. */
export const receiveAttributes = ( attributes: AttributeInfo[], locale: string ): Event => ( {
	type: 'ATTRIBUTES',
	attributes: attributes.map( ( { labels, ...attribute } ) => ( {
		...attribute,
		label: labels[ locale ] || Object.values( labels ).find( Boolean ) || attribute.code,
	} ) ),
} );

export const searchAttributes =
	( search: string ): CatalogThunk =>
	async ( { dispatch, select } ) => {
		if ( select.hasSearched( search ) ) {
			return;
		}
		try {
			dispatch( { type: 'ATTRIBUTES', search, attributes: await api.searchAttributes( search ) } );
		} catch ( error ) {
			dispatch( { type: 'REFUSED', problem: toProblem( error ) } );
		}
	};
