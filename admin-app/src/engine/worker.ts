import * as pull from '@unopim/engine/pull';
import * as push from '@unopim/engine/push';
import * as screens from '@unopim/engine/screens';
import { createDispatcher } from './dispatcher';
import type { Request } from './protocol';

const dispatch = createDispatcher( { screens, pull, push }, ( answer ) => self.postMessage( answer ) );

self.addEventListener( 'message', ( event: MessageEvent< Request > ) => void dispatch( event.data ) );
