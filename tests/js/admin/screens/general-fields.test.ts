import { describe, expect, it } from 'vitest';
import type { Settings } from '../../../../admin-app/src/api/settings';
import { changes, complaint, groups, hostsOf } from '../../../../admin-app/src/screens/settings/general-fields';

const stored: Settings = {
	dry_run: false,
	writeback_delete: false,
	on_delete: 'trash',
	remove_data: false,
	log_retention_days: 30,
	undo_retention_days: 14,
	batch_size: 50,
	requests_per_minute: 100,
	images_per_minute: 60,
	largest_image_mb: 15,
	media_address: '',
	media_hosts: [],
	match_by_gtin: false,
	trashed_match: 'report',
	category_assignment: 'managed',
	related_products: 'store',
	default_family: '',
	revision: 3,
};
const fields = groups().flatMap( ( group ) => group.fields );
const field = ( name: string ) => fields.find( ( one ) => one.name === name )!;

describe( 'general settings', () => {
	it( 'have a control for every setting, each once', () => {
		const names = fields.map( ( { name } ) => name ).sort();
		// The revision is no setting, and the default family stands below the core fields.
		expect( names ).toEqual( Object.keys( stored ).filter( ( name ) => ! [ 'revision', 'default_family' ].includes( name ) ).sort() );
	} );

	it( 'send only what was changed', () => {
		expect( changes( stored, stored ) ).toEqual( {} );
		expect( changes( { ...stored, media_hosts: [ 'cdn.example.com' ], batch_size: 10 }, stored ) ).toEqual( {
			media_hosts: [ 'cdn.example.com' ],
			batch_size: 10,
		} );
	} );

	it( 'take whole numbers within their limits', () => {
		expect( complaint( field( 'undo_retention_days' ), 0 ) ).toBeNull();
		expect( complaint( field( 'undo_retention_days' ), 90 ) ).toBeNull();
		[ NaN, -1, 91, 2.5 ].forEach( ( value ) => expect( complaint( field( 'undo_retention_days' ), value ) ).toContain( '0–90' ) );
	} );

	it( 'take addresses and host names, and say what is wrong with others', () => {
		expect( complaint( field( 'media_address' ), '' ) ).toBeNull();
		expect( complaint( field( 'media_address' ), 'https://pim.example.com/storage/' ) ).toBeNull();
		expect( complaint( field( 'media_address' ), 'pim.example.com' ) ).toContain( 'https://' );
		expect( complaint( field( 'media_hosts' ), [ 'cdn.example.com' ] ) ).toBeNull();
		expect( complaint( field( 'media_hosts' ), [ 'https://cdn.example.com/x' ] ) ).toContain( 'host names' );
		expect( hostsOf( ' a.example, b.example\n\nc.example ' ) ).toEqual( [ 'a.example', 'b.example', 'c.example' ] );
	} );
} );
