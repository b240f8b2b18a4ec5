/** A grid of variants as a table: the last axis runs across, all others run down. */
import type { Cell, Grid, GridOption } from '../../types/generated';

export interface MatrixCell {
	variants: Cell[];
	/** No variant has this combination, though its options are in use. */
	missing: boolean;
}

export interface MatrixRow {
	/** One option per axis that runs down. */
	options: GridOption[];
	cells: MatrixCell[];
}

export interface Matrix {
	columns: GridOption[];
	rows: MatrixRow[];
	/** Variants that name no option on some axis, so that they have no place in the table. */
	homeless: Cell[];
}

/** No option's code. */
const NOWHERE = '';

const keyOf = ( options: readonly ( string | null )[] ) => JSON.stringify( options );

export function matrixOf( { axes, cells, missing }: Grid ): Matrix {
	const across = axes[ axes.length - 1 ];
	if ( ! across ) {
		return { columns: [], rows: [], homeless: cells };
	}
	const down = axes.slice( 0, -1 );
	const known = axes.map( ( { options } ) => new Set( options.map( ( { code } ) => code ) ) );
	const placed = ( { options }: Cell ) => axes.every( ( _axis, index ) => known[ index ]?.has( options[ index ] ?? NOWHERE ) );

	const variants = new Map< string, Cell[] >();
	const homeless: Cell[] = [];
	cells.forEach( ( cell ) => {
		if ( ! placed( cell ) ) {
			homeless.push( cell );
			return;
		}
		const key = keyOf( cell.options );
		variants.set( key, [ ...( variants.get( key ) ?? [] ), cell ] );
	} );
	const gaps = new Set( missing.map( keyOf ) );

	// Only combinations that occur: with many axes the full product would be mostly empty.
	const used = new Set( [ ...cells.filter( placed ).map( ( { options } ) => options ), ...missing ].map( ( options ) => keyOf( options.slice( 0, -1 ) ) ) );
	const rows = combinations( down.map( ( { options } ) => options ) )
		.filter( ( options ) => used.has( keyOf( options.map( ( { code } ) => code ) ) ) )
		.map( ( options ) => ( {
			options,
			cells: across.options.map( ( column ) => {
				const key = keyOf( [ ...options.map( ( { code } ) => code ), column.code ] );
				return { variants: variants.get( key ) ?? [], missing: gaps.has( key ) };
			} ),
		} ) );
	return { columns: across.options, rows, homeless };
}

/** All ways to take one option of each axis, in the options' order. */
function combinations( axes: GridOption[][] ): GridOption[][] {
	return axes.reduce< GridOption[][] >(
		( begun, options ) => begun.flatMap( ( some ) => options.map( ( option ) => [ ...some, option ] ) ),
		[ [] ]
	);
}
