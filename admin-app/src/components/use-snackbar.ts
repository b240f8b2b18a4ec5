import { useDispatch } from '@wordpress/data';
import { useCallback } from '@wordpress/element';
import { store as noticesStore } from '@wordpress/notices';

/** Tells at the foot of the page that something was done. */
export function useSnackbar(): ( text: string ) => void {
	const { createSuccessNotice } = useDispatch( noticesStore );
	return useCallback( ( text ) => void createSuccessNotice( text, { type: 'snackbar' } ), [ createSuccessNotice ] );
}
