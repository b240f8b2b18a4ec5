/** Items of the shop itself, as WooCommerce's own routes list them. */
import apiFetch from '@wordpress/api-fetch';
import { fetchTerms } from './mapping';
import { toProblem } from './problem';

export const PUSH_ENTITIES = [ 'product', 'category', 'attribute' ] as const;
export type PushEntity = ( typeof PUSH_ENTITIES )[ number ];

export interface ShopItem {
	id: number;
	name: string;
	/** SKU of a product. */
	sku?: string;
}

/** Enough to choose from; typing narrows them. */
const MOST = 20;

async function list( path: string, query: Record< string, string | number > ): Promise< ShopItem[] > {
	try {
		return await apiFetch< ShopItem[] >( {
			path: `/wc/v3/${ path }?${ new URLSearchParams( Object.entries( query ).map( ( [ key, value ] ) => [ key, String( value ) ] ) ) }`,
		} );
	} catch ( error ) {
		throw toProblem( error );
	}
}

/** Products by a part of their name, or of their SKU, newest first. */
async function searchProducts( search: string ): Promise< ShopItem[] > {
	const wish = { per_page: MOST, status: 'any', _fields: 'id,name,sku' };
	if ( search === '' ) {
		return list( 'products', wish );
	}
	const [ bySku, byName ] = await Promise.all( [ list( 'products', { ...wish, search_sku: search } ), list( 'products', { ...wish, search } ) ] );
	return [ ...bySku, ...byName.filter( ( { id } ) => ! bySku.some( ( one ) => one.id === id ) ) ].slice( 0, MOST );
}

/** What can be pushed, by what was typed. */
export async function searchShop( entity: PushEntity, search: string ): Promise< ShopItem[] > {
	if ( entity === 'product' ) {
		return searchProducts( search );
	}
	const all: ShopItem[] = entity === 'category' ? await fetchTerms() : await list( 'products/attributes', { _fields: 'id,name' } );
	const wanted = search.toLowerCase();
	return all.filter( ( { name } ) => name.toLowerCase().includes( wanted ) ).slice( 0, MOST );
}
