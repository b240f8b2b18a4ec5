/** What concerns every screen: dry run, runs that need attention, whether the site answers. */
import { createReduxStore } from '@wordpress/data';
import * as actions from './actions';
import { reducer } from './reducer';
import * as selectors from './selectors';

export const store = createReduxStore( 'unopim-connector/site', { reducer, actions, selectors } );
