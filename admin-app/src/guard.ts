/** Unsaved edits: who holds some, and the question before they are lost. */
import { useEffect, useSyncExternalStore } from '@wordpress/element';

/** Drops a screen's edits. */
type Discard = () => void;

const holders = new Set< Discard >();
const listeners = new Set< () => void >();
let pending: ( () => void ) | null = null;

function setPending( go: ( () => void ) | null ): void {
	pending = go;
	listeners.forEach( ( listener ) => listener() );
}

export const holdsEdits = () => holders.size > 0;

/** Goes on, or asks first where edits would be lost by it. */
export function leave( go: () => void ): void {
	if ( holdsEdits() ) {
		setPending( go );
	} else {
		go();
	}
}

/** The answer to the question: the edits are dropped and the page goes on, or everything stays. */
export function answerLeave( yes: boolean ): void {
	const go = pending;
	setPending( null );
	if ( yes && go ) {
		holders.forEach( ( discard ) => discard() );
		holders.clear();
		go();
	}
}

/** Whether the question is open. */
export const useLeaveQuestion = () =>
	useSyncExternalStore(
		( listener ) => {
			listeners.add( listener );
			return () => listeners.delete( listener );
		},
		() => pending !== null
	);

/** Guards a screen's edits against leaving the screen or the page. `discard` has to be the same function on every call. */
export function useUnsaved( unsaved: boolean, discard: Discard ): void {
	useEffect( () => {
		if ( ! unsaved ) {
			return undefined;
		}
		const warn = ( event: BeforeUnloadEvent ) => event.preventDefault();
		holders.add( discard );
		window.addEventListener( 'beforeunload', warn );
		return () => {
			holders.delete( discard );
			window.removeEventListener( 'beforeunload', warn );
		};
	}, [ unsaved, discard ] );
}
