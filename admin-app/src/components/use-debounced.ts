import { useEffect, useState } from '@wordpress/element';

/** The value once it has stood still for a while. */
export function useDebounced< T >( value: T, ms: number ): T {
	const [ settled, setSettled ] = useState( value );
	useEffect( () => {
		const timer = setTimeout( () => setSettled( value ), ms );
		return () => clearTimeout( timer );
	}, [ value, ms ] );
	return settled;
}
