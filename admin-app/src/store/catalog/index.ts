/** What pickers offer: channels, attributes, targets, products. */
import { createReduxStore } from '@wordpress/data';
import * as actions from './actions';
import { reducer } from './reducer';
import * as selectors from './selectors';

export const store = createReduxStore( 'unopim-connector/catalog', { reducer, actions, selectors } );
