import { toProblem } from '../../api/problem';
import { fetchActiveRuns } from '../../api/runs';
import { fetchDryRun } from '../../api/site';
import type { Thunk } from '../thunk';
import type { Event } from './reducer';
import type * as selectors from './selectors';

type SiteThunk = Thunk< Event, typeof selectors >;

/** Asks for what the banners tell. A refusal is shown by the screen that needs the data; here only silence counts. */
export const refresh =
	(): SiteThunk =>
	async ( { dispatch } ) => {
		const answers = await Promise.allSettled( [
			fetchDryRun().then( ( on ) => dispatch( { type: 'DRY_RUN', on } ) ),
			fetchActiveRuns().then( ( runs ) => dispatch( { type: 'ACTIVE', runs } ) ),
		] );
		if ( answers.some( ( answer ) => answer.status === 'rejected' && toProblem( answer.reason ).code === 'fetch_error' ) ) {
			dispatch( { type: 'ONLINE', online: false } );
		}
	};

export const setDryRun = ( on: boolean ): Event => ( { type: 'DRY_RUN', on } );

export const setOnline = ( online: boolean ): Event => ( { type: 'ONLINE', online } );
