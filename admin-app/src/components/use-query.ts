import { useCallback, useEffect, useRef, useState } from '@wordpress/element';
import { toProblem } from '../api/problem';
import type { Problem } from '../types/rest';

export interface Query< T > {
	/** The newest answer; while a new one is under way the former stays in view. */
	data: T | null;
	problem: Problem | null;
	loading: boolean;
	/** Asks again; with a value, shows that in place of asking. */
	reload: ( value?: T ) => void;
}

/**
 * What a screen reads for itself. It asks again whenever `key` changes; an answer that was overtaken by a later question is dropped.
 */
export function useQuery< T >( load: () => Promise< T >, key = '' ): Query< T > {
	const [ state, setState ] = useState< Omit< Query< T >, 'reload' > >( { data: null, problem: null, loading: true } );
	const latest = useRef( 0 );
	const ask = useRef( load );
	useEffect( () => {
		ask.current = load;
	} );

	const reload = useCallback( ( value?: T ) => {
		const mine = ++latest.current;
		if ( value !== undefined ) {
			setState( { data: value, problem: null, loading: false } );
			return;
		}
		setState( ( before ) => ( { ...before, loading: true } ) );
		ask.current().then(
			( data ) => mine === latest.current && setState( { data, problem: null, loading: false } ),
			( error: unknown ) =>
				mine === latest.current && setState( ( before ) => ( { ...before, problem: toProblem( error ), loading: false } ) )
		);
	}, [] );

	useEffect( () => {
		reload();
		// An answer that comes after the screen has gone is of no use.
		const counter = latest;
		return () => {
			counter.current++;
		};
	}, [ key, reload ] );

	return { ...state, reload };
}
