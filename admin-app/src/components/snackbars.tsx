import { SnackbarList } from '@wordpress/components';
import { useDispatch, useSelect } from '@wordpress/data';
import { store as noticesStore } from '@wordpress/notices';

/** Short confirmations at the foot of the page, for what was done at a click; WordPress reads them out. Refusals stay beside their cause. */
export function Snackbars() {
	const notices = useSelect( ( select ) => select( noticesStore ).getNotices(), [] );
	const { removeNotice } = useDispatch( noticesStore );
	return (
		<SnackbarList
			className="unopim-snackbars"
			notices={ notices.filter( ( { type } ) => type === 'snackbar' ).map( ( { id, content } ) => ( { id, content } ) ) }
			onRemove={ removeNotice }
		/>
	);
}
