import type { State } from './reducer';
import { isFinal } from './reducer';
import { percentDone, ratePerMinute, secondsLeft } from './pace';

export const getRun = ( state: State ) => state.run;
export const getDriver = ( state: State ) => state.driver;
export const getBusy = ( state: State ) => state.busy;
export const getProgress = ( state: State ) => state.progress;
export const getLogs = ( state: State ) => state.logs;
export const getLogCount = ( state: State ) => state.logCount;
export const getProblem = ( state: State ) => state.problem;
export const getNotice = ( state: State ) => state.notice;
export const isActive = ( state: State ) => state.run !== null && ! isFinal( state.run.status );
export const isStopped = ( state: State ) => state.run?.status === 'stopped';
export const isWaiting = ( state: State ) =>
	state.waiting || ( isActive( state ) && Boolean( state.run?.wait_until ) );
export const getRate = ( state: State ) => ratePerMinute( state.samples );
export const getSecondsLeft = ( state: State ) => secondsLeft( state.progress, state.samples );
export const getPercent = ( state: State ) => percentDone( state.progress );
export const getSeenAt = ( state: State ) => state.seenAt;
