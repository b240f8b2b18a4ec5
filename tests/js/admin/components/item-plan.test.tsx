import { expect, it } from 'vitest';
import { ItemPlan } from '../../../../admin-app/src/components/plan/item-plan';
import type { Operation } from '../../../../admin-app/src/types/generated';
import { render } from '../support/render';

const operation = ( locale?: string ): Operation => ( {
	n: 1,
	entity: 'product',
	key: 'mug',
	channel: 'default',
	action: 'create',
	kind: 'simple',
	id: null,
	parent: null,
	reason: 'created',
	fields: [ { field: 'name', old: null, new: 'Tasse', reason: 'created', write: true, expect: null, shown: locale ? { label: '', old: '', new: '', locale } : null } ],
} );

it( 'a value says which language it came from, where that is not the one in view', () => {
	const shown = ( locale?: string ) => render( <ItemPlan item={ operation( locale ) } onlyChanges={ false } /> ).container.textContent;
	expect( shown( 'de_DE' ) ).toContain( 'UnoPim’s value in de_DE' );
	expect( shown( 'de_DE' ) ).toContain( 'Tasse' );
	expect( shown() ).not.toContain( 'UnoPim’s value in' );
} );

it( 'tells UnoPim’s terms by name where the shop’s were kept', () => {
	const field = {
		field: 'categories',
		old: [ { id: 7 } ],
		new: [ { id: 7 } ],
		offered: [ { id: 9 } ],
		reason: 'shop_changed',
		write: false,
		expect: null,
		shown: { label: '', old: 'Cups', new: 'Cups', offered: 'Mugs' },
	};
	const { container } = render( <ItemPlan item={ { ...operation(), fields: [ field ] } } onlyChanges={ false } /> );
	expect( container.querySelector( '[data-testid="field-categories"]' )?.textContent ).toContain( 'UnoPim’s value: Mugs' );
} );

it( 'says what it is linked with, what of it is not in the shop yet, and what the product cannot have', () => {
	const links = [
		{ field: 'upsells', skus: [ 'tee', 'cap' ], missing: [ 'cap' ], fits: true },
		{ field: 'grouped', skus: [ 'set' ], missing: [], fits: false },
	];
	const lists = [ ...render( <ItemPlan item={ { ...operation(), links } } onlyChanges /> ).container.querySelectorAll( '[data-testid="linked"] > div' ) ];
	expect( lists.map( ( list ) => list.textContent ) ).toEqual( [ 'Upsellstee, cap (not yet in the shop)', 'Grouped childrensetLeft out: only a grouped product has such children.' ] );
} );
