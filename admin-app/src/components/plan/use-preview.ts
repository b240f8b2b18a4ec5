import { useDispatch, useSelect } from '@wordpress/data';
import { useCallback, useEffect, useRef } from '@wordpress/element';
import { store as catalogStore } from '../../store/catalog';
import { store as previewStore } from '../../store/preview';
import type { Wish } from '../../store/preview/actions';
import type { AttributeInfo, Mapping } from '../../types/generated';

/** Opens products for a channel and language, and plans them anew at every edit of the mapping; null: with the saved one. */
export function usePreview( channel: string, locale: string, mapping: Mapping | null ) {
	const status = useSelect( ( select ) => select( previewStore ).getStatus(), [] );
	const { open, replan, close } = useDispatch( previewStore );
	const { receiveAttributes } = useDispatch( catalogStore );

	const last = useRef< Wish | null >( null );
	const show = useCallback(
		async ( wish: Wish ) => {
			last.current = wish;
			// The type of a dispatched thunk is a promise of its promise's value.
			const attributes = ( await open( { channel, locale }, wish ) ) as AttributeInfo[] | null;
			if ( attributes ) {
				receiveAttributes( attributes, locale );
			}
		},
		[ channel, locale, open, receiveAttributes ]
	);

	useEffect( () => {
		if ( status === 'ready' ) {
			void replan( mapping );
		}
	}, [ status, mapping, replan ] );

	// What was read for another channel, or by another screen, is of no use here.
	useEffect( () => () => void close(), [ channel, locale, close ] );

	const retry = useCallback( () => last.current && void show( last.current ), [ show ] );

	return { show, retry, status };
}
