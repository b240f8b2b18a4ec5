import { act } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { CredentialsForm } from '../../../../admin-app/src/screens/connection/credentials-form';
import { credentialFields } from '../../../../admin-app/src/screens/connection/fields';
import type { Problem } from '../../../../admin-app/src/types/rest';
import { labelled, render, type } from '../support/render';
import { connection } from '../support/samples';

const stored = connection();
const refusal = ( path: string | null ): Problem => ( {
	code: 'invalid_grant',
	message: 'UnoPim refused the password.',
	path,
	next_step: 'Try it on UnoPim’s login page.',
	status: 400,
} );

describe( 'the credentials form', () => {
	it( 'keeps what was typed and puts the reason beside its field', () => {
		const props = { connection: stored, busy: false, onSubmit: () => undefined };
		const { container, draw } = render( <CredentialsForm { ...props } problem={ null } /> );
		type( labelled( container, 'Admin Password' ), 'secret' );
		draw( <CredentialsForm { ...props } problem={ refusal( 'password' ) } /> );
		const field = labelled( container, 'Admin Password' );
		expect( field.value ).toBe( 'secret' );
		expect( field.getAttribute( 'aria-invalid' ) ).toBe( 'true' );
		expect( document.activeElement ).toBe( field );
		const reason = document.getElementById( field.getAttribute( 'aria-errormessage' ) ?? '' );
		expect( reason?.textContent ).toBe( 'UnoPim refused the password. Try it on UnoPim’s login page.' );
		expect( container.querySelectorAll( '[role="alert"]' ) ).toHaveLength( 1 );
	} );

	it( 'shows a reason that concerns no field above them', () => {
		const { container } = render(
			<CredentialsForm connection={ stored } busy={ false } onSubmit={ () => undefined } problem={ refusal( null ) } />
		);
		expect( container.querySelector( '[role="alert"]' )?.textContent ).toContain( 'Nothing was saved.' );
		expect( container.querySelector( '[aria-invalid="true"]' ) ).toBeNull();
	} );

	it( 'forgets the secrets once they are saved', () => {
		const props = { busy: false, onSubmit: () => undefined, problem: null };
		const { container, draw } = render( <CredentialsForm { ...props } connection={ stored } /> );
		type( labelled( container, 'Client Secret' ), 'secret' );
		draw( <CredentialsForm { ...props } connection={ connection() } /> );
		expect( labelled( container, 'Client Secret' ).value ).toBe( '' );
	} );

	it( 'warns of http while it is typed', () => {
		const { container } = render(
			<CredentialsForm connection={ stored } busy={ false } onSubmit={ () => undefined } problem={ null } />
		);
		expect( container.textContent ).not.toContain( 'unencrypted' );
		type( labelled( container, 'UnoPim address' ), ' HTTP://pim.example.com' );
		expect( container.textContent ).toContain( 'unencrypted' );
	} );

	it( 'submits what stands in the fields', () => {
		const onSubmit = vi.fn();
		const { container } = render( <CredentialsForm connection={ stored } busy={ false } onSubmit={ onSubmit } problem={ null } /> );
		type( labelled( container, 'Admin Username' ), 'robot@example.com' );
		act( () => void container.querySelector( 'form' )?.dispatchEvent( new Event( 'submit', { bubbles: true, cancelable: true } ) ) );
		expect( onSubmit ).toHaveBeenCalledWith( {
			url: 'https://pim.example.com',
			client_id: 'shop',
			client_secret: '',
			username: 'robot@example.com',
			password: '',
		} );
	} );
} );

describe( 'the fields', () => {
	const typed = { url: stored.url, client_id: 'shop', client_secret: '', username: 'api@example.com', password: '' };
	const required = ( ...args: Parameters< typeof credentialFields > ) =>
		credentialFields( ...args ).flatMap( ( { name, required: needed } ) => ( needed ? [ name ] : [] ) );

	it( 'need the secrets at first and after a change of address', () => {
		const all = [ 'url', 'client_id', 'client_secret', 'username', 'password' ];
		expect( required( connection( { has_secret: false, has_password: false } ), typed ) ).toEqual( all );
		expect( required( stored, { ...typed, url: 'https://other.example.com' } ) ).toEqual( all );
		expect( required( stored, typed ) ).toEqual( [ 'url', 'client_id', 'username' ] );
	} );

	it( 'take blanks and slashes at the end for no change of address', () => {
		expect( required( stored, { ...typed, url: 'https://pim.example.com// ' } ) ).not.toContain( 'password' );
	} );

	it( 'do not ask for what a constant sets', () => {
		const [ url ] = credentialFields( connection( { locked: [ 'url' ] } ), typed );
		expect( url ).toMatchObject( { locked: true, required: false, help: 'Set in wp-config.php.' } );
	} );
} );
