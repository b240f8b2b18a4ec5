import { useDispatch, useSelect } from '@wordpress/data';
import { useCallback, useEffect } from '@wordpress/element';
import { queryValue, remember } from '../../router';
import { store as catalogStore } from '../../store/catalog';
import { store as mappingStore } from '../../store/mapping';
import { store as previewStore } from '../../store/preview';
import type { AttributeInfo } from '../../types/generated';

/** Opens products for a channel and language, and plans anew at every edit of the mapping. */
export function usePreview( channel: string, locale: string ) {
	const draft = useSelect( ( select ) => select( mappingStore ).getDraft(), [] );
	const status = useSelect( ( select ) => select( previewStore ).getStatus(), [] );
	const { open, replan, close } = useDispatch( previewStore );
	const { receiveAttributes } = useDispatch( catalogStore );

	const openProduct = useCallback(
		async ( sku: string ) => {
			remember( { sku } );
			// The type of a dispatched thunk is a promise of its promise's value.
			const attributes = ( await open( { channel, locale }, sku ) ) as AttributeInfo[] | null;
			if ( attributes ) {
				receiveAttributes( attributes, locale );
			}
		},
		[ channel, locale, open, receiveAttributes ]
	);

	useEffect( () => {
		if ( status === 'ready' && draft ) {
			void replan( draft );
		}
	}, [ status, draft, replan ] );

	// A link to a product's preview opens it.
	const linked = queryValue( 'sku' );
	const untouched = status === 'idle' && draft !== null && channel !== '';
	useEffect( () => {
		if ( untouched && linked ) {
			void openProduct( linked );
		}
	}, [ untouched, linked, openProduct ] );

	const closeProduct = useCallback( () => void close(), [ close ] );

	return { openProduct, closeProduct };
}
