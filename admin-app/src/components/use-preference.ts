import { useDispatch, useSelect } from '@wordpress/data';
import { useCallback } from '@wordpress/element';

/** WordPress' own store of what a user prefers: kept with the user, on every computer. The page loads its script (php-bridge/src/Admin/Page.php). */
const STORE = 'core/preferences';

const SCOPE = 'unopim-connector';

/** What of that store is used; undefined where a page has none. */
type Preferences = { get( scope: string, name: string ): unknown } | undefined;

/** A preference of this user as it was kept; undefined where none was. It may be of any form: who asks has to look. */
export function usePreference( name: string ): [ kept: unknown, keep: ( value: unknown ) => void ] {
	const kept = useSelect( ( select ) => ( select( STORE ) as Preferences )?.get( SCOPE, name ), [ name ] );
	const { set } = useDispatch( STORE ) ?? {};
	return [ kept, useCallback( ( value: unknown ) => void set?.( SCOPE, name, value ), [ set, name ] ) ];
}
