/** What is looked at, in the words of the page's address. */
import type { Wish } from '../../store/preview/actions';

/** How many products a sample may have. */
export const SIZES = [ 10, 50, 200, 1000 ];

export const addressOf = ( wish: Wish ): Record< 'sku' | 'size' | 'family', string > =>
	'sku' in wish ? { sku: wish.sku, size: '', family: '' } : { sku: '', size: String( wish.size ), family: wish.family ?? '' };

/** Null where the address names nothing that can be shown. */
export function wishOf( value: ( name: string ) => string | null ): Wish | null {
	const sku = value( 'sku' );
	if ( sku ) {
		return { sku };
	}
	const size = Number( value( 'size' ) );
	return SIZES.includes( size ) ? { size, family: value( 'family' ) ?? '' } : null;
}
