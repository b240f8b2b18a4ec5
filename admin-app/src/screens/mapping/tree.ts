/** The shop's categories as rows of a table: children under their parents, indented by depth. */
import type { ShopTerm } from '../../types/rest';

export interface TreeRow {
	term: ShopTerm;
	depth: number;
	/** The shop has no such category any more. */
	isLost?: boolean;
}

export function treeOf( terms: ShopTerm[] ): TreeRow[] {
	const known = new Set( terms.map( ( { id } ) => id ) );
	const children = new Map< number, ShopTerm[] >();
	terms.forEach( ( term ) => {
		const parent = known.has( term.parent ) ? term.parent : 0; // A term whose parent is gone stands at the top.
		children.set( parent, [ ...( children.get( parent ) ?? [] ), term ] );
	} );
	const rows: TreeRow[] = [];
	const walk = ( parent: number, depth: number ) =>
		( children.get( parent ) ?? [] ).forEach( ( term ) => {
			rows.push( { term, depth } );
			walk( term.id, depth + 1 );
		} );
	walk( 0, 0 );
	return rows;
}

/** Rows that are mapped to a category which the shop has no more: they would be seen nowhere else, and so never be put right. */
export function lostRows( terms: ShopTerm[], codes: Map< number, string[] >, nameOf: ( id: number ) => string ): TreeRow[] {
	const known = new Set( terms.map( ( { id } ) => id ) );
	const lost = [ ...codes.keys() ].filter( ( id ) => ! known.has( id ) ).sort( ( a, b ) => a - b );
	return lost.map( ( id ) => ( { term: { id, name: nameOf( id ), parent: 0, count: 0 }, depth: 0, isLost: true } ) );
}

/** Rows whose name, or whose category's code, holds the text, each with the rows above it. */
export function searchTree( rows: TreeRow[], text: string, codesOf: ( id: number ) => string[] ): TreeRow[] {
	const wanted = text.trim().toLowerCase();
	if ( wanted === '' ) {
		return rows;
	}
	const kept = new Set< number >();
	let above: TreeRow[] = [];
	rows.forEach( ( row ) => {
		above = [ ...above.slice( 0, row.depth ), row ];
		const words = [ row.term.name, ...codesOf( row.term.id ) ];
		if ( words.some( ( word ) => word.toLowerCase().includes( wanted ) ) ) {
			above.forEach( ( { term } ) => kept.add( term.id ) );
		}
	} );
	return rows.filter( ( { term } ) => kept.has( term.id ) );
}

/** UnoPim's categories by the shop category that they stand for. */
export function codesByTerm( rows: Record< string, number > ): Map< number, string[] > {
	const codes = new Map< number, string[] >();
	Object.entries( rows ).forEach( ( [ code, term ] ) => codes.set( term, [ ...( codes.get( term ) ?? [] ), code ] ) );
	return codes;
}

/** The rows with a term's categories in place of those it had. A category stands for one term only, the last that took it. */
export function withCodes( rows: Record< string, number >, term: number, codes: string[] ): Record< string, number > {
	const others = Object.entries( rows ).filter( ( [ code, id ] ) => id !== term && ! codes.includes( code ) );
	return Object.fromEntries( [ ...others, ...codes.map( ( code ): [ string, number ] => [ code, term ] ) ] );
}
