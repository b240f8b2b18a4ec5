import { useMemo } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import { cellMark, cellName } from '../../text/words';
import type { Action, Cell as GridCell, Grid } from '../../types/generated';
import { matrixOf } from './matrix';
import type { MatrixCell } from './matrix';
import { useWindow } from './use-window';

/** As the style sheet has it; a cell with two variants grows within its scrolling content. */
const ROW_HEIGHT = 64;
const HEIGHT = 480;

interface Props {
	grid: Grid;
	/** What happens to each variant, by SKU. */
	actions: ReadonlyMap< string, Action >;
}

/** Axes × options of a configurable product, with what is missing, double, new, changed or orphaned in words. Long grids are drawn as they are scrolled. */
export function VariantGrid( { grid, actions }: Props ) {
	const { columns, rows, homeless } = useMemo( () => matrixOf( grid ), [ grid ] );
	const { first, end, before, after, onScroll } = useWindow( rows.length, ROW_HEIGHT, HEIGHT );
	const down = grid.axes.slice( 0, -1 );
	const across = grid.axes[ grid.axes.length - 1 ];
	const doubles = grid.cells.filter( ( { state } ) => state === 'double' ).length;
	const changed = grid.cells.filter( ( { sku } ) => isChange( actions.get( sku ) ) ).length;
	const { orphans, cut_slugs } = grid;
	const span = down.length + columns.length;

	return (
		<div className="unopim-grid" data-testid={ `grid-${ grid.key }` }>
			<h3>{ __( 'Variants', 'unopim-connector' ) }</h3>
			<p>
				{ [
					/* translators: %d: number of variants. */
					sprintf( _n( '%d variant', '%d variants', grid.cells.length, 'unopim-connector' ), grid.cells.length ),
					/* translators: %d: number of combinations of options. */
					sprintf( _n( '%d combination missing', '%d combinations missing', grid.missing_count, 'unopim-connector' ), grid.missing_count ),
					/* translators: %d: number of variants. */
					sprintf( _n( '%d double', '%d doubles', doubles, 'unopim-connector' ), doubles ),
					/* translators: %d: number of variants. */
					sprintf( _n( '%d new or changed', '%d new or changed', changed, 'unopim-connector' ), changed ),
					/* translators: %d: number of variations in the shop. */
					sprintf( _n( '%d orphaned', '%d orphaned', orphans.length, 'unopim-connector' ), orphans.length ),
				].join( ' · ' ) }
			</p>
			{ across && rows.length > 0 && (
				// A scrolling region has to be reachable by keyboard.
				<div
					className="unopim-scroll unopim-matrix-scroll"
					onScroll={ onScroll }
					// eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
					tabIndex={ 0 }
					role="region"
					aria-label={ __( 'Grid of variants', 'unopim-connector' ) }
				>
					<table className="widefat unopim-matrix" aria-rowcount={ rows.length + 1 }>
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
							{ before > 0 && <Space height={ before } span={ span } /> }
							{ rows.slice( first, end ).map( ( { options, cells }, place ) => (
								<tr key={ options.map( ( { code } ) => code ).join( '/' ) } aria-rowindex={ first + place + 2 }>
									{ options.map( ( { code, label }, index ) => (
										<th key={ index } scope="row">
											{ label || code }
										</th>
									) ) }
									{ cells.map( ( cell, index ) => (
										<Cell key={ columns[ index ]?.code } cell={ cell } actions={ actions } />
									) ) }
								</tr>
							) ) }
							{ after > 0 && <Space height={ after } span={ span } /> }
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
								<Variant variant={ variant } action={ actions.get( variant.sku ) } />
							</li>
						) ) }
					</ul>
				</>
			) }
			{ orphans.length > 0 && (
				<>
					<p>{ __( 'Orphaned: the shop has these variations, but no variant in UnoPim stands for them.', 'unopim-connector' ) }</p>
					<ul className="unopim-orphans">
						{ orphans.map( ( { id, sku, axes } ) => (
							<li key={ id }>
								<span aria-hidden="true">⚠</span> <code>{ sku || `#${ id }` }</code> { Object.values( axes ).join( ' / ' ) }
							</li>
						) ) }
					</ul>
				</>
			) }
			{ cut_slugs.length > 0 && (
				<>
					<p>{ __( 'These slugs are cut or made up, because the codes are too long or not Latin:', 'unopim-connector' ) }</p>
					<ul>
						{ cut_slugs.map( ( { code, slug } ) => (
							<li key={ code }>
								<code>{ code }</code> → <code>{ slug }</code>
							</li>
						) ) }
					</ul>
				</>
			) }
		</div>
	);
}

const isChange = ( action: Action | undefined ) => action === 'create' || action === 'update';

/** Stands for rows that are out of view. */
function Space( { height, span }: { height: number; span: number } ) {
	return (
		<tr aria-hidden="true" className="unopim-space">
			<td colSpan={ span } style={ { blockSize: height } } />
		</tr>
	);
}

function Cell( { cell: { variants, missing }, actions }: { cell: MatrixCell; actions: Props[ 'actions' ] } ) {
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
				<Variant key={ variant.sku } variant={ variant } action={ actions.get( variant.sku ) } />
			) ) }
		</td>
	);
}

function Variant( { variant: { sku, state, enabled, price }, action }: { variant: GridCell; action: Action | undefined } ) {
	const words = [
		price ?? __( 'no price', 'unopim-connector' ),
		enabled === false ? __( 'Disabled', 'unopim-connector' ) : '',
	].filter( Boolean );
	return (
		<div className={ `unopim-variant is-${ state }` }>
			<code>{ sku }</code>
			<span>{ words.join( ' · ' ) }</span>
			<span className={ `unopim-variant-state is-${ action ?? 'none' }` }>
				<span aria-hidden="true">{ state === 'ok' ? changeMark( action ) : cellMark( state ) }</span>{ ' ' }
				{ state === 'ok' ? changeName( action ) : cellName( state ) }
			</span>
		</div>
	);
}

function changeMark( action: Action | undefined ): string {
	return action === 'create' ? '+' : action === 'update' ? '✎' : '✓';
}

function changeName( action: Action | undefined ): string {
	if ( action === 'create' ) {
		return __( 'New', 'unopim-connector' );
	}
	return action === 'update' ? __( 'Changed', 'unopim-connector' ) : cellName( 'ok' );
}
