import { useCallback, useEffect, useRef } from '@wordpress/element';
import { fetchRun } from '../api/runs';
import type { RunStatus } from '../types/rest';

const EVERY_MS = 1_500;

/** Nothing moves until somebody acts, or ever. */
const AT_REST: RunStatus[] = [ 'done', 'done_with_errors', 'failed', 'cancelled', 'waiting', 'stopped' ];

/** Follows a run that a screen has started, until it rests or the screen is left; `then` hears how it ended. */
export function useRunWatch( then: ( status: RunStatus ) => void ): ( id: number ) => void {
	const timer = useRef< ReturnType< typeof setTimeout > >();
	const heard = useRef( then );
	useEffect( () => {
		heard.current = then;
	} );
	useEffect( () => () => clearTimeout( timer.current ), [] );

	return useCallback( function follow( id: number ) {
		clearTimeout( timer.current );
		const look = () =>
			fetchRun( id ).then(
				( { status } ) => ( AT_REST.includes( status ) ? heard.current( status ) : follow( id ) ),
				() => follow( id ) // A lost answer is no news.
			);
		timer.current = setTimeout( () => void look(), EVERY_MS );
	}, [] );
}
