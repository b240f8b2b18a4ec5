import { beforeEach, describe, expect, it } from 'vitest';
import { store } from '../../../../admin-app/src/store/mapping';
import { coreRows, mapping } from '../support/samples';
import { newRegistry } from '../support/registry';
import { site } from '../support/site';

const scope = { channel: 'default', locale: 'en_US' };
const rows = [
	{ target: 'attribute:pa_color', attribute: 'color' },
	{ target: 'meta:ean', attribute: 'ean' },
];

const PARTS = { category_fields: { image: 'thumbnail' }, taxonomies: [], references: [], associations: null };

async function setUp( inherited = false ) {
	site.answer( 'GET /mapping/core', { core: coreRows() } );
	site.answer( 'GET /mapping/attributes', { rows, inherited } );
	site.answer( 'GET /mapping/categories', { rows: { mugs: 14 }, ...PARTS } );
	const registry = newRegistry();
	registry.register( store );
	const act = registry.dispatch( store );
	const see = registry.select( store );
	await act.load( scope );
	return { act, see };
}

describe( 'the mapping store', () => {
	beforeEach( () => {
		site.answer( 'PUT /mapping/core', ( { data }: { data: unknown } ) => data );
		site.answer( 'PUT /mapping/attributes', ( { data }: { data: { rows: unknown } } ) => ( { rows: data.rows, inherited: false } ) );
	} );

	it( 'puts a whole mapping together for the engine', async () => {
		const { see } = await setUp();
		expect( see.getDraft() ).toEqual(
			mapping( {
				attributes: { default: { en_US: rows } },
				categories: { default: { mugs: 14 } },
				category_fields: PARTS.category_fields,
				taxonomies: [],
				references: { default: [] },
				associations: undefined,
			} )
		);
		expect( site.asked( 'GET /mapping/attributes' )[ 0 ]?.url ).toMatch( /\?channel=default&locale=en_US$/ );
		expect( see.isUnsaved() ).toBe( false );
	} );

	it( 'saves categories with what stands beside them, for their channel alone', async () => {
		site.answer( 'PUT /mapping/categories', ( { data }: { data: object } ) => data );
		const { act, see } = await setUp();
		act.edit( { categories: { default: { mugs: 14, cups: 15 } }, references: { default: [ { taxonomy: 'product_brand', category: 'brands' } ] } } );
		expect( see.areCategoriesUnsaved() ).toBe( true );
		await act.save();
		expect( site.asked( 'PUT /mapping/categories' ).map( ( { url, data } ) => [ new URL( url ).search, data ] ) ).toEqual( [
			[
				'?channel=default',
				{ rows: { mugs: 14, cups: 15 }, ...PARTS, references: [ { taxonomy: 'product_brand', category: 'brands' } ] },
			],
		] );
		expect( site.asked( 'PUT /mapping/core' ) ).toEqual( [] );
		expect( see.isUnsaved() ).toBe( false );
	} );

	it( 'marks exactly the rows that differ', async () => {
		const { act, see } = await setUp();
		act.editCore( 'sale_price', { attribute: 'special_price' } );
		act.editRows( [ rows[ 0 ]!, { ...rows[ 1 ]!, write: 'code' } ] );
		expect( see.getUnsavedCore() ).toEqual( [ 'sale_price' ] );
		expect( see.getUnsavedRows() ).toEqual( [ 1 ] );
		act.editCore( 'sale_price', null );
		act.editRows( [ ...rows ] );
		expect( see.isUnsaved(), 'what was taken back is no edit' ).toBe( false );
	} );

	it( 'takes the order of keys for no difference', async () => {
		const { act, see } = await setUp();
		act.editRows( rows.map( ( { target, attribute } ) => ( { attribute, target } ) ) );
		expect( see.isUnsaved() ).toBe( false );
	} );

	it( 'takes an option at its default for one that is left out', async () => {
		const { act, see } = await setUp();
		act.editRows( rows.map( ( row ) => ( { ...row, visible: true, write: 'label' as const, clear_when_empty: false } ) ) );
		expect( see.isUnsaved() ).toBe( false );
		act.editRows( [ { ...rows[ 0 ]!, visible: false }, rows[ 1 ]! ] );
		expect( see.getUnsavedRows() ).toEqual( [ 0 ] );
	} );

	it( 'does not mark the rows behind a removed one, yet knows there is something to save', async () => {
		const { act, see } = await setUp();
		act.editRows( [ rows[ 1 ]! ] );
		expect( see.getUnsavedRows() ).toEqual( [] );
		expect( see.isUnsaved() ).toBe( true );
	} );

	it( 'sends only the part that changed', async () => {
		const { act, see } = await setUp();
		act.editCore( 'description', { attribute: 'description', clear_when_empty: true } );
		await act.save();
		expect( site.asked( 'PUT /mapping/core' )[ 0 ]?.data ).toEqual( {
			core: coreRows( { description: { attribute: 'description', clear_when_empty: true } } ),
		} );
		expect( site.asked( 'PUT /mapping/attributes' ) ).toHaveLength( 0 );
		expect( see.isUnsaved() ).toBe( false );
		expect( see.getSaves() ).toBe( 1 );
	} );

	it( 'takes over what the site made of the rows', async () => {
		const { act, see } = await setUp( true );
		const tidy = [ { ...rows[ 0 ]!, visible: true } ];
		site.answer( 'PUT /mapping/attributes', { rows: tidy, inherited: false } );
		act.editRows( [ rows[ 0 ]! ] );
		await act.save();
		expect( see.getRows() ).toEqual( tidy );
		expect( see.isInherited() ).toBe( false );
		expect( see.isUnsaved() ).toBe( false );
	} );

	it( 'keeps what was typed while a save was under way', async () => {
		const { act, see } = await setUp();
		act.editCore( 'name', { attribute: 'title' } );
		const saving = act.save();
		act.editCore( 'name', { attribute: 'label' } );
		await saving;
		expect( see.getDraft()?.core.name ).toEqual( { attribute: 'label' } );
		expect( see.getSaved()?.core.name ).toEqual( { attribute: 'title' } );
		expect( see.getUnsavedCore() ).toEqual( [ 'name' ] );
	} );

	it( 'keeps every edit when a save is refused, with the reason', async () => {
		const { act, see } = await setUp();
		site.answer(
			'PUT /mapping/core',
			site.refusal( { code: 'type_mismatch', message: 'Not a price.', path: 'core.regular_price', next_step: 'Choose another.' } )
		);
		act.editCore( 'regular_price', { attribute: 'name' } );
		await act.save();
		expect( see.getProblem() ).toMatchObject( { path: 'core.regular_price', next_step: 'Choose another.' } );
		expect( see.getDraft()?.core.regular_price ).toEqual( { attribute: 'name' } );
		expect( see.isUnsaved() ).toBe( true );
		expect( see.getSaves() ).toBe( 0 );
	} );

	it( 'drops an answer for a language that was left in the meantime', async () => {
		const { act, see } = await setUp();
		let answer: ( value: unknown ) => void = () => undefined;
		site.answer( 'GET /mapping/attributes', () => new Promise( ( resolve ) => ( answer = resolve ) ), { rows: [], inherited: false } );
		const slow = act.load( { channel: 'default', locale: 'de_DE' } );
		await act.load( { channel: 'default', locale: 'fr_FR' } );
		answer( { rows, inherited: true } );
		await slow;
		expect( see.getScope()?.locale ).toBe( 'fr_FR' );
		expect( see.getRows() ).toEqual( [] );
	} );

	it( 'counts what Auto-map filled, until the next edit', async () => {
		const { act, see } = await setUp();
		act.receiveAutoMap( mapping( { core: coreRows( { status: { attribute: 'status' } } ) } ), [ 'core.status' ] );
		expect( see.getFilled() ).toEqual( [ 'core.status' ] );
		expect( see.getUnsavedCore() ).toEqual( [ 'status' ] );
		act.discard();
		expect( see.getFilled() ).toEqual( [] );
		expect( see.isUnsaved() ).toBe( false );
	} );
} );
