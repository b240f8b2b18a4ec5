import { act } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { CategoryPicker } from '../../../../admin-app/src/components/category-picker';
import { render } from '../support/render';
import { site } from '../support/site';

describe( 'the category picker', () => {
	it( 'offers what UnoPim has as soon as it is opened, and hands over the code', async () => {
		site.answer( 'GET /catalog/categories', [ { code: 'men', label: 'Men', path: [ 'root', 'People' ] }, { code: 'mugs', label: 'mugs' } ] );
		const onChange = vi.fn();
		const { container } = render( <CategoryPicker label="Category" value={ null } onChange={ onChange } /> );
		await act( async () => {
			await new Promise( ( resolve ) => setTimeout( resolve, 50 ) );
		} );
		const input = container.querySelector( 'input' ) as HTMLInputElement;
		act( () => input.focus() );
		const options = [ ...container.querySelectorAll< HTMLElement >( '[role="option"]' ) ];
		expect( options.map( ( { textContent } ) => textContent ) ).toEqual( [ 'root › People › Men (men)', 'mugs' ] );
		act( () => options[ 1 ]?.click() );
		expect( onChange ).toHaveBeenCalledWith( 'mugs' );
	} );
} );
