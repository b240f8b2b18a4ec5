import * as engine from '@unopim/engine';
import { createDispatcher } from './dispatcher';
import type { Request } from './protocol';

const dispatch = createDispatcher( engine, ( answer ) => self.postMessage( answer ) );

self.addEventListener( 'message', ( event: MessageEvent< Request > ) => void dispatch( event.data ) );
