/** Unsaved edits: who holds some, and the question before they are lost. */
import { useEffect, useSyncExternalStore } from '@wordpress/element';

/** Drops a screen's edits. */
type Discard = () => void;

const holders = new Set< Discard >();
const listeners = new Set< () => void >();
let pending: ( () => void ) | null = null;
/** How many dialogs are open that ask the question themselves. */
let dialogs = 0;

const tell = () => listeners.forEach( ( listener ) => listener() );

function setPending( go: ( () => void ) | null ): void {
	pending = go;
	tell();
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

/** Whether to ask. An open dialog asks itself, not the app: WordPress closes a dialog when another opens that is no part of it. */
export function useLeaveQuestion( inDialog: boolean ): boolean {
	useEffect( () => {
		if ( ! inDialog ) {
			return undefined;
		}
		dialogs += 1;
		return () => {
			dialogs -= 1;
			tell();
		};
	}, [ inDialog ] );
	return useSyncExternalStore(
		( listener ) => {
			listeners.add( listener );
			return () => listeners.delete( listener );
		},
		() => pending !== null && inDialog === dialogs > 0
	);
}

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
