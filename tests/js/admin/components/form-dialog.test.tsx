import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FormDialog } from '../../../../admin-app/src/components/form-dialog';
import { LeaveQuestion } from '../../../../admin-app/src/components/leave-question';
import { answerLeave } from '../../../../admin-app/src/guard';
import { navigate, pathOf } from '../../../../admin-app/src/router';
import { render } from '../support/render';

const onClose = vi.fn();
const onSave = vi.fn();
let unmount = () => {};

function open( { unsaved = false, reason = null as string | null, isBusy = false } = {} ) {
	( { unmount } = render(
		<>
			<FormDialog title="Job" action="Save" reason={ reason } unsaved={ unsaved } isBusy={ isBusy } problem={ null } onSave={ onSave } onClose={ onClose }>
				<input />
			</FormDialog>
			<LeaveQuestion />
		</>
	) );
}

const asked = () => document.body.textContent?.includes( 'Leave without saving?' );
const press = ( name: string ) =>
	act( () => [ ...document.querySelectorAll( 'button' ) ].find( ( button ) => button.textContent === name )?.click() );

beforeEach( () => [ onClose, onSave ].forEach( ( spy ) => spy.mockClear() ) );

afterEach( () => {
	act( () => answerLeave( false ) );
	unmount();
} );

describe( 'a form in a dialog', () => {
	it( 'closes at once while nothing was entered', () => {
		open();
		press( 'Close' );
		expect( asked() ).toBe( false );
		expect( onClose ).toHaveBeenCalledOnce();
	} );

	it( 'asks before it closes over what was entered', () => {
		open( { unsaved: true } );
		press( 'Close' );
		expect( asked() ).toBe( true );
		expect( onClose ).not.toHaveBeenCalled();

		press( 'Stay here' );
		expect( asked() ).toBe( false );
		expect( onClose ).not.toHaveBeenCalled();

		press( 'Close' );
		press( 'Discard changes' );
		expect( onClose ).toHaveBeenCalled();
	} );

	it( 'goes where somebody wanted to when the screen is left with it open', () => {
		open( { unsaved: true } );
		act( () => navigate( '/logs' ) );
		expect( asked() ).toBe( true );
		press( 'Discard changes' );
		expect( onClose ).toHaveBeenCalled();
		expect( pathOf( window.location.search ) ).toBe( '/logs' );
	} );

	it( 'is saved by its button and by Enter, but not while something is in the way', () => {
		const submit = () => act( () => document.querySelector( 'form' )?.dispatchEvent( new Event( 'submit', { bubbles: true, cancelable: true } ) ) );
		open();
		submit();
		expect( onSave ).toHaveBeenCalledOnce();
		unmount();

		open( { reason: 'Enter a code.' } );
		submit();
		unmount();

		open( { isBusy: true } );
		submit();
		expect( onSave ).toHaveBeenCalledOnce();
	} );
} );
