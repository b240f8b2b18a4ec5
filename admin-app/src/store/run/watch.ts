import { toProblem } from '../../api/problem';
import * as api from '../../api/runs';
import type { RunArgs } from './actions';
import { isAtRest } from './reducer';

const EVERY_MS = 2_000;
/** One lost answer is no news; this many in a row are. */
const PATIENCE = 3;

const pause = ( ms: number ) => new Promise( ( resolve ) => setTimeout( resolve, ms ) );

/** Follows a run on the server until it rests, or until another one is on show. */
export async function watch( id: number, { dispatch, select }: RunArgs ): Promise< void > {
	let lastLog = 0;
	let misses = 0;
	const onShow = () => select.getRun()?.id === id;
	while ( onShow() ) {
		try {
			const run = await api.fetchRun( id );
			// While the tab drove, the rows came from the engine; only what the server does afterwards is new.
			if ( select.getDriver() === 'server' ) {
				const logs = await api.fetchRunLogs( id, lastLog );
				lastLog = logs.reduce( ( newest, log ) => Math.max( newest, log.id ), lastLog );
				dispatch( { type: 'LOGGED', logs } );
			}
			misses = 0;
			if ( ! onShow() ) {
				return;
			}
			dispatch( { type: 'RECEIVED', run, at: Date.now() } );
			if ( isAtRest( run.status ) ) {
				return;
			}
		} catch ( error ) {
			if ( ++misses >= PATIENCE ) {
				dispatch( { type: 'REFUSED', problem: toProblem( error ) } );
				return;
			}
		}
		await pause( EVERY_MS );
	}
}
