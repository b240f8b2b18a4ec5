import { describe, expect, it } from 'vitest';
import { columns } from '../../../../admin-app/src/screens/logs/columns';
import { COLUMNS, FIRST_VIEW, arrangementOf, viewOf } from '../../../../admin-app/src/screens/logs/view';

describe( 'the log’s view', () => {
	it( 'knows every column by its name', () => expect( columns().map( ( { id } ) => id ) ).toEqual( COLUMNS ) );

	it( 'is as it was left, from the first page on', () => {
		const left = viewOf( { fields: [ 'message', 'run' ], perPage: 20, sort: { field: 'time', direction: 'asc' }, layout: { density: 'comfortable' } } );
		expect( left ).toMatchObject( { page: 1, perPage: 20, fields: [ 'message', 'run' ], sort: { direction: 'asc' }, layout: { density: 'comfortable', styles: FIRST_VIEW.layout?.styles } } );
		expect( viewOf( arrangementOf( { ...left, page: 7 } ) ) ).toEqual( left );
	} );

	it.each( [ undefined, null, 'x', [], { fields: 'time', perPage: 7, sort: 1, layout: null }, { fields: [ 'time', 'gone' ], layout: { density: 'huge' } } ] )(
		'is as at first where what was kept is of no use: %j',
		( kept ) => expect( viewOf( kept ) ).toEqual( FIRST_VIEW )
	);
} );
