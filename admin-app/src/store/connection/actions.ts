import * as api from '../../api/connection';
import { toProblem } from '../../api/problem';
import type { Connection, Credentials } from '../../types/rest';
import type { Thunk } from '../thunk';
import type { Event, State } from './reducer';
import type * as selectors from './selectors';

type ConnectionThunk = Thunk< Event, typeof selectors >;

const attempt =
	( busy: NonNullable< State[ 'busy' ] >, ask: () => Promise< Connection >, saved = false ): ConnectionThunk =>
	async ( { dispatch } ) => {
		dispatch( { type: 'BUSY', busy } );
		try {
			dispatch( { type: 'RECEIVED', connection: await ask(), saved } );
		} catch ( error ) {
			dispatch( { type: 'REFUSED', problem: toProblem( error ) } );
		}
	};

export const load = () => attempt( 'loading', api.fetchConnection );

export const testAndSave = ( credentials: Credentials ) =>
	attempt( 'testing', () => api.testAndSave( credentials ), true );

export const disconnect = () => attempt( 'disconnecting', api.disconnect );
