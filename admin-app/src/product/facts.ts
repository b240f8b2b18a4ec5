/** What the panel says about a product. */
import { __ } from '@wordpress/i18n';
import type { ProductState } from '../api/products';
import type { FieldChange } from '../types/generated';

/** Reasons why a field of the shop stayed as somebody had edited it. */
const KEPT = [ 'shop_changed', 'shop_wins', 'chosen_shop', 'stock_kept' ];

/** The fields that the last run left as they were edited in the shop. A push names its fields by their place in UnoPim. */
export const keptFields = ( { last }: ProductState ): FieldChange[] =>
	( last?.side === 'unopim' ? [] : last?.fields ?? [] ).filter( ( { write, reason } ) => ! write && KEPT.includes( reason ) );

/** The product's state in a word; the first that holds. */
export function stateOf( state: ProductState ): { code: string; name: string } {
	if ( state.excluded ) {
		return { code: 'stopped', name: __( 'Excluded', 'unopim-connector' ) };
	}
	if ( state.held.length > 0 ) {
		return { code: 'waiting', name: __( 'Waits for a choice', 'unopim-connector' ) };
	}
	if ( state.parked.length > 0 ) {
		return { code: 'failed', name: __( 'Parked', 'unopim-connector' ) };
	}
	return state.links.length > 0
		? { code: 'done', name: __( 'Linked', 'unopim-connector' ) }
		: { code: '', name: __( 'Not linked', 'unopim-connector' ) };
}

/** Why the product cannot be pulled by itself; null when it can. */
export function pullReason( { links, sku, excluded }: ProductState ): string | null {
	if ( excluded ) {
		return __( 'It is excluded from synchronisation.', 'unopim-connector' );
	}
	return links.length > 0 || sku !== '' ? null : __( 'It has neither a link nor a SKU by which UnoPim could know it.', 'unopim-connector' );
}

/** Why the product cannot be pushed by itself; null when it can. */
export function pushReason( { excluded, push }: ProductState ): string | null {
	if ( excluded ) {
		return __( 'It is excluded from synchronisation.', 'unopim-connector' );
	}
	return push.reason === null ? null : [ push.reason, push.next_step ].filter( Boolean ).join( ' ' );
}
