/** How fast a run goes and how long the present step will take, from what it reported lately. */
import type { Progress } from '../../types/generated';

export interface Sample {
	step: string;
	done: number;
	/** Milliseconds, of any clock. */
	at: number;
}

/** Older samples say little about the present pace. */
const WINDOW_MS = 30_000;
/** A shorter time gives a number that jumps. */
const LEAST_MS = 2_000;

export function addSample( samples: Sample[], { step, done }: Progress, at: number ): Sample[] {
	const last = samples[ samples.length - 1 ];
	// A new step, or one begun anew, has its own pace.
	const same = last?.step === step && done >= last.done;
	const kept = same ? samples.filter( ( sample ) => at - sample.at <= WINDOW_MS ) : [];
	return [ ...kept, { step, done, at } ];
}

/** Items a minute; null while too little is known. */
export function ratePerMinute( samples: Sample[] ): number | null {
	const first = samples[ 0 ];
	const last = samples[ samples.length - 1 ];
	if ( ! first || ! last || last.at - first.at < LEAST_MS ) {
		return null;
	}
	return ( ( last.done - first.done ) / ( last.at - first.at ) ) * 60_000;
}

/** Seconds until the present step is done; null while that cannot be told. */
export function secondsLeft( progress: Progress | null, samples: Sample[] ): number | null {
	const rate = ratePerMinute( samples );
	if ( ! progress || progress.total === null || ! rate ) {
		return null;
	}
	return Math.max( 0, Math.round( ( ( progress.total - progress.done ) / rate ) * 60 ) );
}

/** Whole percents of the present step; null where UnoPim gives no total. A listing may grow while it is read. */
export function percentDone( progress: Progress | null ): number | null {
	if ( ! progress || progress.total === null ) {
		return null;
	}
	return progress.total === 0 ? 100 : Math.min( 100, Math.floor( ( progress.done / progress.total ) * 100 ) );
}
