import { describe, expect, it } from 'vitest';
import { ItemPlan } from '../../../../admin-app/src/components/plan/item-plan';
import { RowFrame } from '../../../../admin-app/src/screens/mapping/row-frame';
import { VariantGrid } from '../../../../admin-app/src/components/plan/variant-grid';
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
			<VariantGrid
				actions={ new Map() }
				grid={ { key: 'tee', axes, cells: [ cell( 'a', 'double', true, '0.00' ), cell( 'b', 'double', false, null ) ], missing: [ [ 'm' ] ], missing_count: 3, orphans: [], cut_slugs: [] } } />
		);
		const [ small, medium ] = [ ...container.querySelectorAll( 'td' ) ].map( ( { textContent } ) => textContent );
		expect( small ).toContain( 'a0.00×2 Double' );
		expect( small ).toContain( 'bno price · Disabled' );
		expect( small ).toContain( 'Double combination' );
		expect( medium ).toContain( 'Missing' );
		expect( container.textContent ).toContain( '2 variants · 3 combinations missing · 2 doubles' );
	} );

	it( 'tells new and changed variants from those that stay, and names what the shop has beside them', () => {
		const axes = [ { code: 'size', label: 'Size', options: [ 's', 'm', 'l' ].map( ( code ) => ( { code, label: code } ) ) } ];
		const cell = ( sku: string ) => ( { sku, options: [ sku ], state: 'ok' as const, enabled: true, price: '1.00' } );
		const { container } = render(
			<VariantGrid
				actions={ new Map( [ [ 's', 'create' ], [ 'm', 'update' ], [ 'l', 'unchanged' ] ] ) }
				grid={ { key: 'tee', axes, cells: [ 's', 'm', 'l' ].map( cell ), missing: [], missing_count: 0, orphans: [ { id: 61, sku: 'old', axes: { pa_size: 'xl' } } ], cut_slugs: [] } }
			/>
		);
		const states = [ ...container.querySelectorAll( '.unopim-variant-state' ) ].map( ( { textContent } ) => textContent );
		expect( states ).toEqual( [ '+ New', '✎ Changed', '✓ Ready' ] );
		expect( container.textContent ).toContain( '2 new or changed · 1 orphaned' );
		expect( container.querySelector( '.unopim-orphans' )?.textContent ).toContain( 'old xl' );
	} );

	it( 'draws a few of two thousand', () => {
		const options = ( axis: string, count: number ) => Array.from( { length: count }, ( _none, n ) => ( { code: `${ axis }${ n }`, label: `${ axis }${ n }` } ) );
		const rows = options( 'r', 200 );
		const columns = options( 'c', 10 );
		const cells = rows.flatMap( ( row ) => columns.map( ( column ) => ( { sku: `${ row.code }-${ column.code }`, options: [ row.code, column.code ], state: 'ok' as const, enabled: true, price: '1.00' } ) ) );
		const { container } = render(
			<VariantGrid actions={ new Map() } grid={ { key: 'tee', axes: [ { code: 'r', label: 'R', options: rows }, { code: 'c', label: 'C', options: columns } ], cells, missing: [], missing_count: 0, orphans: [], cut_slugs: [] } } />
		);
		expect( container.textContent ).toContain( '2000 variants' );
		expect( container.querySelectorAll( '.unopim-variant' ).length ).toBeLessThan( 200 );
	} );
} );
