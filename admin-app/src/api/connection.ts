import type { Connection, Credentials } from '../types/rest';
import { request } from './request';

export const fetchConnection = () => request.get< Connection >( '/connection' );

/** Signs in with the typed values and saves them only when that worked. */
export const testAndSave = ( credentials: Credentials ) => request.post< Connection >( '/connection/test', credentials );

export const disconnect = () => request.delete< Connection >( '/connection' );
