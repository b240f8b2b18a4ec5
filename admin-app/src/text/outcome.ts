/** How a run stands, or came out: a run that is done may have warned of something, or failed at something. */
import { __, _n, sprintf } from '@wordpress/i18n';
import type { Run, RunStatus } from '../types/rest';
import { numberText } from './value';
import { statusName } from './words';

export type Outcome = RunStatus | 'done_with_warnings';

/** What of a run tells it. */
export type Ended = Pick< Run, 'status' | 'warnings' >;

export const outcomeOf = ( { status, warnings }: Ended ): Outcome => ( status === 'done' && warnings > 0 ? 'done_with_warnings' : status );

/** In words, which a colour only goes with. */
export function outcomeText( run: Ended ): string {
	const { status, warnings } = run;
	if ( outcomeOf( run ) === 'done_with_warnings' ) {
		/* translators: %s: number of warnings. */
		return sprintf( _n( 'Done with %s warning', 'Done with %s warnings', warnings, 'unopim-connector' ), numberText( warnings ) );
	}
	return statusName( status );
}

/** The outcome itself, for filters. */
export const runOutcomeName = ( outcome: Outcome ) => ( outcome === 'done_with_warnings' ? __( 'Done with warnings', 'unopim-connector' ) : statusName( outcome ) );
