/** The connection to UnoPim: its state, without secrets. */
import { createReduxStore } from '@wordpress/data';
import * as actions from './actions';
import { reducer } from './reducer';
import * as selectors from './selectors';

export const store = createReduxStore( 'unopim-connector/connection', { reducer, actions, selectors } );
