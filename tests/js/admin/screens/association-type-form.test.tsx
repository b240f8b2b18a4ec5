import { act } from 'react';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { isCode } from '../../../../admin-app/src/screens/mapping/code-form';
import { AssociationTypeForm, knownTypes } from '../../../../admin-app/src/screens/mapping/association-type-form';
import { store as previewStore } from '../../../../admin-app/src/store/preview';
import { registerStores } from '../../../../admin-app/src/store/register';
import { render, type } from '../support/render';
import { site } from '../support/site';

const settle = () => act( async () => void ( await new Promise( ( resolve ) => setTimeout( resolve, 20 ) ) ) );

async function open() {
	site.answer( 'GET /catalog/association-types', [
		{ code: 'up_sells', label: 'Up-Sells' },
		{ code: 'bundle', label: 'Bundle' },
	] );
	const onAdd = vi.fn();
	const { container } = render( <AssociationTypeForm map={ { up_sells: 'upsells' } } onAdd={ onAdd } /> );
	await settle();
	const input = container.querySelector( 'input' ) as HTMLInputElement;
	act( () => input.focus() );
	const options = () => [ ...container.querySelectorAll< HTMLElement >( '[role="option"]' ) ];
	const add = () => container.querySelector< HTMLButtonElement >( 'button[type="submit"]' ) as HTMLButtonElement;
	return { container, input, options, add, onAdd };
}

describe( 'a further type of association', () => {
	beforeAll( () => registerStores( previewStore ) );

	it( 'is offered where UnoPim lists it and no row has it', async () => {
		const { options, add, onAdd } = await open();
		expect( options().map( ( { textContent } ) => textContent ) ).toEqual( [ 'Bundle (bundle)' ] );
		expect( add().getAttribute( 'aria-disabled' ) ).toBe( 'true' );
		act( () => add().click() );
		expect( onAdd ).not.toHaveBeenCalled();
		act( () => options()[ 0 ]?.click() );
		act( () => add().click() );
		expect( onAdd ).toHaveBeenCalledWith( 'bundle' );
	} );

	it( 'can be typed where nobody lists it', async () => {
		const { input, options, add, onAdd } = await open();
		type( input, 'accessories' );
		expect( options().map( ( { textContent } ) => textContent ) ).toEqual( [ 'Use the code “accessories”' ] );
		act( () => options()[ 0 ]?.click() );
		act( () => add().click() );
		expect( onAdd ).toHaveBeenCalledWith( 'accessories' );
	} );

	it.each( [
		[ 'spare parts', 'A code has letters, digits and _ alone.' ],
		[ 'up_sells', 'This type has a row already.' ],
	] )( 'says why it cannot be added: %s', async ( text, why ) => {
		const { container, input, options } = await open();
		type( input, text );
		expect( options() ).toEqual( [] );
		expect( container.textContent ).toContain( why );
	} );

	it( 'is known by UnoPim’s list first, and by products in view', () => {
		expect( knownTypes( [ { code: 'bundle', label: 'Bundle' } ], [ 'bundle', 'spare' ] ) ).toEqual( [
			{ code: 'bundle', label: 'Bundle' },
			{ code: 'spare', label: 'spare' },
		] );
		expect( [ 'up_sells', 'B2' ].every( isCode ) ).toBe( true );
		expect( [ '', 'a b', 'ä', 'a-b' ].some( isCode ) ).toBe( false );
	} );
} );
