import { useEffect, useState } from '@wordpress/element';

/** The present time in milliseconds, brought up to date while somebody needs it. */
export function useNow( everyMs: number, active: boolean ): number {
	const [ now, setNow ] = useState( () => Date.now() );
	useEffect( () => {
		if ( ! active ) {
			return undefined;
		}
		const timer = setInterval( () => setNow( Date.now() ), everyMs );
		return () => clearInterval( timer );
	}, [ everyMs, active ] );
	return now;
}
