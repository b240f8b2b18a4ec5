import { useMemo } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import { cellMark, cellName } from '../../text/words';
import type { Cell, Grid } from '../../types/generated';
import { matrixOf } from './matrix';
import type { MatrixCell } from './matrix';

/** Axes × options of a configurable product, with what is missing or double in words. */
export function VariantGrid( { grid }: { grid: Grid } ) {
	const { columns, rows, homeless } = useMemo( () => matrixOf( grid ), [ grid ] );
	const down = grid.axes.slice( 0, -1 );
	const across = grid.axes[ grid.axes.length - 1 ];
	const doubles = grid.cells.filter( ( { state } ) => state === 'double' ).length;

	return (
		<div className="unopim-grid" data-testid={ `grid-${ grid.key }` }>
			<h4>{ __( 'Variants', 'unopim-connector' ) }</h4>
			<p>
				{ [
					/* translators: %d: number of variants. */
					sprintf( _n( '%d variant', '%d variants', grid.cells.length, 'unopim-connector' ), grid.cells.length ),
					/* translators: %d: number of combinations of options. */
					sprintf( _n( '%d combination missing', '%d combinations missing', grid.missing_count, 'unopim-connector' ), grid.missing_count ),
					/* translators: %d: number of variants. */
					sprintf( _n( '%d double', '%d doubles', doubles, 'unopim-connector' ), doubles ),
				].join( ' · ' ) }
			</p>
			{ across && rows.length > 0 && (
				<div className="unopim-scroll">
					<table className="widefat unopim-matrix">
						<caption className="screen-reader-text">
							{ /* translators: %s: names of the axes, such as "Colour × Size". */ sprintf(
								__( 'Variants by %s', 'unopim-connector' ),
								grid.axes.map( ( { label, code } ) => label || code ).join( ' × ' )
							) }
						</caption>
						<thead>
							<tr>
								{ down.map( ( { code, label } ) => (
									<th key={ code } scope="col">
										{ label || code }
									</th>
								) ) }
								{ columns.map( ( { code, label } ) => (
									<th key={ code } scope="col">
										<span className="unopim-axis">{ across.label || across.code }</span> { label || code }
									</th>
								) ) }
							</tr>
						</thead>
						<tbody>
							{ rows.map( ( { options, cells } ) => (
								<tr key={ options.map( ( { code } ) => code ).join( '/' ) }>
									{ options.map( ( { code, label }, index ) => (
										<th key={ index } scope="row">
											{ label || code }
										</th>
									) ) }
									{ cells.map( ( cell, index ) => (
										<Cell key={ columns[ index ]?.code } cell={ cell } />
									) ) }
								</tr>
							) ) }
						</tbody>
					</table>
				</div>
			) }
			{ homeless.length > 0 && (
				<>
					<p>{ __( 'These variants do not name an option on every axis:', 'unopim-connector' ) }</p>
					<ul>
						{ homeless.map( ( variant ) => (
							<li key={ variant.sku }>
								<Variant variant={ variant } />
							</li>
						) ) }
					</ul>
				</>
			) }
		</div>
	);
}

function Cell( { cell: { variants, missing } }: { cell: MatrixCell } ) {
	if ( variants.length === 0 ) {
		return (
			<td className={ missing ? 'is-missing' : undefined }>
				{ missing && (
					<>
						<span aria-hidden="true">∅</span> { __( 'Missing', 'unopim-connector' ) }
					</>
				) }
			</td>
		);
	}
	return (
		<td>
			{ variants.map( ( variant ) => (
				<Variant key={ variant.sku } variant={ variant } />
			) ) }
		</td>
	);
}

function Variant( { variant: { sku, state, enabled, price } }: { variant: Cell } ) {
	return (
		<div className={ `unopim-variant is-${ state }` }>
			<code>{ sku }</code>
			<span>{ price ?? __( 'no price', 'unopim-connector' ) }</span>
			{ enabled !== null && (
				<span>{ enabled ? __( 'Enabled', 'unopim-connector' ) : __( 'Disabled', 'unopim-connector' ) }</span>
			) }
			<span className="unopim-variant-state">
				<span aria-hidden="true">{ cellMark( state ) }</span> { cellName( state ) }
			</span>
		</div>
	);
}
