import { describe, expect, it } from 'vitest';
import type { ProductState } from '../../../../admin-app/src/api/products';
import { keptFields, pullReason, pushReason, stateOf } from '../../../../admin-app/src/product/facts';

const link = {
	link: 1,
	entity: 'product' as const,
	code: 'mug',
	id: 5,
	channel: 'default',
	title: 'Mug',
	state: 'linked' as const,
	flags: [],
	last_pull: null,
	last_push: null,
};
const waiting = { row: 1, entity: 'product', key: 'mug', channel: 'default', id: 5, title: '', edit_url: null, state: 'open', tries: 0, next_try: null, created_at: '' };
const parked = { ...waiting, code: 'sku_changed', message: '', hint: null, field: null };
const product = ( some: Partial< ProductState > = {} ): ProductState => ( {
	id: 5,
	sku: 'mug',
	links: [ link ],
	held: [],
	parked: [],
	images: [],
	excluded: false,
	last: null,
	push: { channel: 'default', locale: 'en_US', reason: null, next_step: null, waiting: null, told: null },
	...some,
} );

describe( 'the panel of a product', () => {
	it( 'names the state that matters most', () => {
		const held = [ { ...waiting, fields: [] } ];
		expect( stateOf( product( { links: [] } ) ).name ).toBe( 'Not linked' );
		expect( stateOf( product() ).name ).toBe( 'Linked' );
		expect( stateOf( product( { parked: [ parked ] } ) ).name ).toBe( 'Parked' );
		expect( stateOf( product( { parked: [ parked ], held } ) ).name ).toBe( 'Waits for a choice' );
		expect( stateOf( product( { held, excluded: true } ) ).name ).toBe( 'Excluded' );
	} );

	it( 'lists what the last run left as it was edited, and nothing else', () => {
		const field = ( name: string, reason: string, write = false ) => ( { field: name, old: 'a', new: 'b', reason, write, expect: null } );
		const fields = [ field( 'name', 'shop_changed' ), field( 'description', 'absent' ), field( 'regular_price', 'unopim_changed', true ) ];
		const last = {
			run: 3,
			row: 1,
			n: 1,
			entity: 'product',
			key: 'mug',
			channel: 'default',
			action: 'update',
			kind: 'simple',
			id: 5,
			reason: '',
			outcome: 'done',
			fields,
			error: null,
		};
		expect( keptFields( product( { last } ) ).map( ( { field: name } ) => name ) ).toEqual( [ 'name' ] );
		expect( keptFields( product( { last: { ...last, side: 'unopim' } } ) ) ).toEqual( [] );
		expect( keptFields( product() ) ).toEqual( [] );
	} );

	it( 'says why a product cannot be pulled by itself', () => {
		expect( pullReason( product() ) ).toBeNull();
		expect( pullReason( product( { excluded: true } ) ) ).toContain( 'excluded' );
		expect( pullReason( product( { links: [], sku: '' } ) ) ).toContain( 'neither' );
	} );

	it( 'says why a product cannot be pushed by itself', () => {
		const off = { ...product().push, reason: 'Push is off.', next_step: 'Switch it on.' };
		expect( pushReason( product() ) ).toBeNull();
		expect( pushReason( product( { push: off } ) ) ).toBe( 'Push is off. Switch it on.' );
		expect( pushReason( product( { excluded: true } ) ) ).toContain( 'excluded' );
	} );
} );
