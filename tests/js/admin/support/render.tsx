import { act } from 'react';
import type { ReactElement } from 'react';
import { createRoot } from 'react-dom/client';

( globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean } ).IS_REACT_ACT_ENVIRONMENT = true;

/** Draws an element into the page and answers its container, a way to draw another in its place, and one to take it away. */
export function render( element: ReactElement ) {
	const container = document.createElement( 'div' );
	document.body.append( container );
	const root = createRoot( container );
	const draw = ( next: ReactElement ) => act( () => root.render( next ) );
	draw( element );
	const unmount = () => {
		act( () => root.unmount() );
		container.remove();
	};
	return { container, draw, unmount };
}

/** Types as a browser does it, so that React hears of it. */
export function type( input: HTMLInputElement, text: string ) {
	const set = Object.getOwnPropertyDescriptor( HTMLInputElement.prototype, 'value' )?.set;
	act( () => {
		set?.call( input, text );
		input.dispatchEvent( new Event( 'input', { bubbles: true } ) );
	} );
}

/** The form control with this label. */
export function labelled( container: HTMLElement, label: string ): HTMLInputElement {
	const found = [ ...container.querySelectorAll( 'label' ) ].find( ( { textContent } ) => textContent === label );
	const control = found && container.querySelector( `[id="${ found.htmlFor }"]` );
	if ( ! control ) {
		throw new Error( `no control is labelled “${ label }”` );
	}
	return control as HTMLInputElement;
}
