import type { CatalogAttribute } from '../../types/rest';
import type { State } from './reducer';

export const getChannels = ( state: State ) => state.channels;
export const getTargets = ( state: State ) => state.targets;
export const getRecentProducts = ( state: State ) => state.recent;
export const getAttributes = ( state: State ) => state.attributes;
export const getAttribute = ( state: State, code: string ): CatalogAttribute | null => state.attributes[ code ] ?? null;
export const hasSearched = ( state: State, search: string ) => search in state.searches;
export const getBusy = ( state: State ) => state.busy;
export const getProblem = ( state: State ) => state.problem;
