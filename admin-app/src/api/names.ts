import { request } from './request';

/** Names of terms, and of products with their SKU, by number. */
export interface Names {
	terms: Record< string, string >;
	products: Record< string, string >;
}

export const fetchNames = ( channel: string, terms: number[], products: number[] ) =>
	request.get< Names >( '/names', { channel, terms: terms.join( ',' ), products: products.join( ',' ) } );
