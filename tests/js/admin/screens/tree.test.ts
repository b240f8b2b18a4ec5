import { describe, expect, it } from 'vitest';
import { codesByTerm, lostRows, searchTree, treeOf, withCodes } from '../../../../admin-app/src/screens/mapping/tree';

const term = ( id: number, name: string, parent = 0 ) => ( { id, name, parent, count: 0 } );
const TERMS = [ term( 3, 'Shoes' ), term( 1, 'Clothes' ), term( 2, 'Shirts', 1 ), term( 4, 'Long', 2 ), term( 9, 'Lost', 77 ) ];
const names = ( rows: ReturnType< typeof treeOf > ) => rows.map( ( { term: { name }, depth } ) => `${ '-'.repeat( depth ) }${ name }` );

describe( 'the tree of categories', () => {
	it( 'has children under their parents, and no term is lost', () => {
		expect( names( treeOf( TERMS ) ) ).toEqual( [ 'Shoes', 'Clothes', '-Shirts', '--Long', 'Lost' ] );
	} );

	it( 'finds by name or by UnoPim’s code, with the way down to it', () => {
		const rows = treeOf( TERMS );
		expect( names( searchTree( rows, ' long ', () => [] ) ) ).toEqual( [ 'Clothes', '-Shirts', '--Long' ] );
		expect( names( searchTree( rows, 'men_sh', ( id ) => ( id === 3 ? [ 'men_shoes' ] : [] ) ) ) ).toEqual( [ 'Shoes' ] );
		expect( searchTree( rows, '', () => [] ) ).toBe( rows );
		expect( searchTree( rows, 'nothing', () => [] ) ).toEqual( [] );
	} );
} );

describe( 'category rows', () => {
	it( 'that name a category which the shop has no more are shown too', () => {
		const codes = new Map( [ [ 88, [ 'old' ] ], [ 3, [ 'shoes' ] ], [ 7, [ 'older' ] ] ] );
		expect( lostRows( TERMS, codes, String ) ).toEqual( [ 7, 88 ].map( ( id ) => ( { term: term( id, String( id ) ), depth: 0, isLost: true } ) ) );
	} );

	it( 'are looked at from the shop’s side', () => {
		expect( codesByTerm( { men: 1, women: 1, shoes: 3 } ) ).toEqual( new Map( [ [ 1, [ 'men', 'women' ] ], [ 3, [ 'shoes' ] ] ] ) );
	} );

	it( 'have each category of UnoPim once, with the last that took it', () => {
		expect( withCodes( { men: 1, shoes: 3 }, 3, [ 'shoes', 'men' ] ) ).toEqual( { shoes: 3, men: 3 } );
		expect( withCodes( { men: 1, shoes: 3 }, 1, [] ) ).toEqual( { shoes: 3 } );
	} );
} );
