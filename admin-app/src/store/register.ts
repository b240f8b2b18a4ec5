import { register } from '@wordpress/data';

interface Store {
	name: string;
}

const known = new Set< string >();

/** Makes stores known to WordPress' registry. A screen does so for those that only it and its neighbours need, when it is loaded. */
export function registerStores( ...stores: Store[] ): void {
	stores.forEach( ( store ) => {
		if ( ! known.has( store.name ) ) {
			known.add( store.name );
			register( store as Parameters< typeof register >[ 0 ] );
		}
	} );
}
