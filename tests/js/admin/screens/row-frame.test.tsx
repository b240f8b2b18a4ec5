import { describe, expect, it } from 'vitest';
import { ItemPlan } from '../../../../admin-app/src/screens/preview/item-plan';
import { RowFrame } from '../../../../admin-app/src/screens/preview/row-frame';
import { VariantGrid } from '../../../../admin-app/src/screens/preview/variant-grid';
import { render } from '../support/render';
import { item } from '../support/samples';

describe( 'a mapping row', () => {
	it( 'says in words that it is unsaved and what is wrong with it', () => {
		const diagnostic = { path: 'core.name', level: 'warn' as const, code: 'attribute_gone', message: 'raw', hint: 'Choose another.' };
		const { container } = render(
			<RowFrame label="Name" unsaved diagnostics={ [ diagnostic ] } testId="row">
				<input aria-label="x" />
			</RowFrame>
		);
		expect( container.textContent ).toContain( 'Unsaved' );
		expect( container.querySelector( '[role="status"]' )?.textContent ).toBe(
			'Warning: This attribute no longer exists in UnoPim. Choose another.'
		);
	} );
} );

describe( 'a planned item', () => {
	const field = ( name: string, write: boolean ) => ( {
		field: name,
		old: null,
		new: write ? 'Mug' : null,
		reason: write ? 'unopim_changed' : 'absent',
		write,
		expect: null,
	} );
	const mug = item( { fields: [ field( 'name', true ), field( 'description', false ) ] } );
	const fields = ( container: HTMLElement ) =>
		[ ...container.querySelectorAll( 'tbody tr' ) ].map( ( row ) => [ ...row.children ].map( ( { textContent } ) => textContent ) );

	it( 'shows each field now, new, and why', () => {
		const { container } = render( <ItemPlan item={ mug } onlyChanges={ false } /> );
		expect( fields( container ) ).toEqual( [
			[ 'Name', '—', 'Mug', 'Changed in UnoPim since the last synchronisation.' ],
			[ 'Description', '—', '—', 'UnoPim holds no value here, so the shop’s value is kept.' ],
		] );
		expect( container.textContent ).toContain( '1 field is written' );
	} );

	it( 'can leave out what does not change', () => {
		const { container } = render( <ItemPlan item={ mug } onlyChanges /> );
		expect( fields( container ) ).toHaveLength( 1 );
	} );

	it( 'says why it is not imported', () => {
		const { container } = render( <ItemPlan item={ item( { action: 'park', reason: 'sku_taken' } ) } onlyChanges={ false } /> );
		expect( container.textContent ).toContain( 'Another shop product has this SKU.' );
		expect( container.querySelector( 'table' ) ).toBeNull();
	} );
} );

describe( 'the variant grid', () => {
	it( 'has words for what is missing, double or disabled', () => {
		const axes = [ { code: 'size', label: 'Size', options: [ { code: 's', label: 'S' }, { code: 'm', label: 'M' } ] } ];
		const cell = ( sku: string, state: 'ok' | 'double', enabled: boolean, price: string | null ) => ( { sku, options: [ 's' ], state, enabled, price } );
		const { container } = render(
			<VariantGrid grid={ { key: 'tee', axes, cells: [ cell( 'a', 'double', true, '0.00' ), cell( 'b', 'double', false, null ) ], missing: [ [ 'm' ] ], missing_count: 3, orphans: [], cut_slugs: [] } } />
		);
		const [ small, medium ] = [ ...container.querySelectorAll( 'td' ) ].map( ( { textContent } ) => textContent );
		expect( small ).toContain( 'a0.00Enabled' );
		expect( small ).toContain( 'bno priceDisabled' );
		expect( small ).toContain( 'Double combination' );
		expect( medium ).toContain( 'Missing' );
		expect( container.textContent ).toContain( '2 variants · 3 combinations missing · 2 doubles' );
	} );
} );
