/** One product seen through the mapping being edited: loaded once by a run, then planned anew in the worker at every edit. */
import { createReduxStore } from '@wordpress/data';
import * as actions from './actions';
import { reducer } from './reducer';
import * as selectors from './selectors';

export const store = createReduxStore( 'unopim-connector/preview', { reducer, actions, selectors } );
