import { act } from 'react';
import type { ReactElement } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LeaveQuestion } from '../../../admin-app/src/components/leave-question';
import { answerLeave, holdsEdits, useUnsaved } from '../../../admin-app/src/guard';
import { navigate, pathOf, usePath } from '../../../admin-app/src/router';
import { render } from './support/render';

function Form( { unsaved, discard }: { unsaved: boolean; discard: () => void } ) {
	useUnsaved( unsaved, discard );
	return (
		<>
			<output>{ usePath() }</output>
			<LeaveQuestion />
		</>
	);
}

const shown = () => pathOf( window.location.search );
const question = () => document.querySelector( '[role="dialog"]' )?.textContent ?? '';
const goTo = ( path: Parameters< typeof navigate >[ 0 ] ) => act( () => navigate( path ) );

let unmount = () => {};
function open( element: ReactElement ) {
	const opened = render( element );
	unmount = opened.unmount;
	return opened;
}

afterEach( () => {
	act( () => answerLeave( false ) );
	unmount();
} );

describe( 'a screen with unsaved edits', () => {
	it( 'is left at once while there are none', () => {
		open( <Form unsaved={ false } discard={ vi.fn() } /> );
		goTo( '/logs' );
		expect( shown() ).toBe( '/logs' );
	} );

	it( 'is left only after the question, and then without them', () => {
		const discard = vi.fn();
		open( <Form unsaved discard={ discard } /> );
		goTo( '/logs' );
		expect( question() ).toContain( 'Leave without saving?' );
		expect( shown() ).toBe( '/connection' );

		act( () => answerLeave( false ) );
		expect( question() ).toBe( '' );
		expect( shown() ).toBe( '/connection' );
		expect( discard ).not.toHaveBeenCalled();

		goTo( '/logs' );
		act( () => answerLeave( true ) );
		expect( shown() ).toBe( '/logs' );
		expect( discard ).toHaveBeenCalledOnce();
	} );

	it( 'is stayed on when the browser’s back button is pressed', () => {
		const { draw, container } = open( <Form unsaved={ false } discard={ vi.fn() } /> );
		const push = vi.spyOn( window.history, 'pushState' );
		goTo( '/jobs' );
		const here = ( push.mock.lastCall?.[ 0 ] as { position: number } ).position;
		draw( <Form unsaved discard={ vi.fn() } /> );
		const go = vi.spyOn( window.history, 'go' ).mockImplementation( () => undefined );
		const stepped = ( position: number ) => act( () => window.dispatchEvent( new PopStateEvent( 'popstate', { state: { position } } ) ) );

		stepped( here - 1 );
		expect( go ).toHaveBeenLastCalledWith( 1 ); // back to where it was
		stepped( here );
		expect( question() ).toContain( 'Leave without saving?' );
		expect( container.querySelector( 'output' )?.textContent ).toBe( '/jobs' );

		act( () => answerLeave( true ) );
		expect( go ).toHaveBeenLastCalledWith( -1 );
		stepped( here - 1 );
		expect( holdsEdits() ).toBe( false );
	} );

	it( 'warns before the page itself is left', () => {
		open( <Form unsaved discard={ vi.fn() } /> );
		const event = new Event( 'beforeunload', { cancelable: true } );
		window.dispatchEvent( event );
		expect( event.defaultPrevented ).toBe( true );
	} );
} );
