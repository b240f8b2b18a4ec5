/** The mapping of one channel and language: what is saved, and what is being edited. */
import { createReduxStore } from '@wordpress/data';
import * as actions from './actions';
import { reducer } from './reducer';
import * as selectors from './selectors';

export const store = createReduxStore( 'unopim-connector/mapping', { reducer, actions, selectors } );
