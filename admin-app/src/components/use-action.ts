import { useCallback, useState } from '@wordpress/element';
import { toProblem } from '../api/problem';
import type { Problem } from '../types/rest';

export interface Action {
	/** Which of the screen's actions is under way. */
	busy: string | null;
	problem: Problem | null;
	/** What the last action came to, in words. */
	done: string | null;
	/** `after` hears the answer and may say in words what came of it. A refusal is kept as `problem`. */
	run: < T >( name: string, act: () => Promise< T >, after?: ( answer: T ) => unknown ) => Promise< void >;
	forget: () => void;
}

/** What a screen does for itself: one thing at a time, with its refusal or its success. */
export function useAction(): Action {
	const [ state, setState ] = useState< Pick< Action, 'busy' | 'problem' | 'done' > >( { busy: null, problem: null, done: null } );
	const run = useCallback< Action[ 'run' ] >( async ( name, act, after ) => {
		setState( { busy: name, problem: null, done: null } );
		try {
			const said = after?.( await act() );
			setState( { busy: null, problem: null, done: typeof said === 'string' ? said : null } );
		} catch ( error ) {
			setState( { busy: null, problem: toProblem( error ), done: null } );
		}
	}, [] );
	const forget = useCallback( () => setState( { busy: null, problem: null, done: null } ), [] );
	return { ...state, run, forget };
}
