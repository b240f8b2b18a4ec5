import type { State } from './reducer';

export const getConnection = ( state: State ) => state.connection;
export const getBusy = ( state: State ) => state.busy;
export const getProblem = ( state: State ) => state.problem;
export const wasSaved = ( state: State ) => state.saved;
/** null: not known yet. */
export const isConnected = ( state: State ): boolean | null =>
	state.connection ? state.connection.state !== 'not_connected' : null;
