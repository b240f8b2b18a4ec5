/** The run on show: driven by this tab's engine, or watched while the server does it. */
import { createReduxStore } from '@wordpress/data';
import * as actions from './actions';
import { reducer } from './reducer';
import * as selectors from './selectors';

export const store = createReduxStore( 'unopim-connector/run', { reducer, actions, selectors } );
