import { SelectControl, TextControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { fetchParked, ignoreParked, restoreSku, retryParked } from '../../api/reviews';
import type { Parked, ParkedFilters } from '../../api/reviews';
import { ChannelFilter } from '../../components/channel-filter';
import { DataTable } from '../../components/data-table';
import type { Column } from '../../components/data-table';
import { Link } from '../../components/link';
import { MODERN } from '../../components/modern';
import { ProblemNotice } from '../../components/problem-notice';
import { QueryList } from '../../components/query-list';
import { ReasonButton } from '../../components/reason-button';
import { Screen } from '../../components/screen';
import { Empty } from '../../components/states';
import { useAction } from '../../components/use-action';
import { useDebounced } from '../../components/use-debounced';
import { useFilters } from '../../components/use-filters';
import { useQuery } from '../../components/use-query';
import { useRunWatch } from '../../components/use-run';
import { dirName, entities, entityName, optionsOf, waitingName } from '../../text/names';
import { diagnosticSentence } from '../../text/reasons';
import { siteTime } from '../../text/time';
import { unopimFieldName } from '../../text/unopim-field';
import { fieldName } from '../../text/words';

/** Problems that are put right under Links. */
const LINKS = [ 'sku_taken', 'sku_changed', 'in_trash', 'gone', 'deleted_in_shop' ];

const NO_FILTERS: ParkedFilters = { channel: '', entity: '', state: '', search: '' };

const STATES = [ 'parked', 'retry', 'ignored' ];

export default function ParkedScreen() {
	const { filters, set, page, setPage } = useFilters< ParkedFilters >( NO_FILTERS, { entity: Object.keys( entities() ), state: STATES } );
	const search = useDebounced( filters.search, 300 );
	const wanted = { ...filters, search };
	const query = useQuery( () => fetchParked( wanted, page ), JSON.stringify( [ wanted, page ] ) );
	const { busy, problem: refused, run } = useAction();
	const [ trying, setTrying ] = useState< number | null >( null );
	const follow = useRunWatch( () => {
		setTrying( null );
		query.reload();
	} );
	const started = ( row: number ) => ( { id }: { id: number } ) => {
		setTrying( row );
		follow( id );
	};
	const retry = ( { row }: Parked ) => void run( `retry-${ row }`, () => retryParked( row ), started( row ) );
	const restore = ( { row }: Parked ) => void run( `restore-${ row }`, () => restoreSku( row ), started( row ) );
	const waits = trying === null ? null : __( 'Another item is being tried.', 'unopim-connector' );
	const ignore = ( { row }: Parked ) => void run( `ignore-${ row }`, () => ignoreParked( row ), () => query.reload() );

	return (
		<Screen
			title={ __( 'Parked', 'unopim-connector' ) }
			description={ __( 'Items that failed for good. One bad item never stops a run; it waits here for its remedy.', 'unopim-connector' ) }
		>
			<div className="unopim-toolbar" role="search" aria-label={ __( 'Filters', 'unopim-connector' ) }>
				<ChannelFilter value={ filters.channel } onChange={ ( channel ) => set( { channel } ) } />
				<SelectControl
					{ ...MODERN }
					label={ __( 'Entity', 'unopim-connector' ) }
					value={ filters.entity }
					options={ optionsOf( entities(), __( 'All', 'unopim-connector' ) ) }
					onChange={ ( entity ) => set( { entity } ) }
				/>
				<SelectControl
					{ ...MODERN }
					label={ __( 'State', 'unopim-connector' ) }
					value={ filters.state }
					options={ optionsOf(
						Object.fromEntries( STATES.map( ( state ) => [ state, waitingName( state ) ] ) ),
						__( 'All', 'unopim-connector' )
					) }
					onChange={ ( state ) => set( { state } ) }
				/>
				<TextControl { ...MODERN } type="search" label={ __( 'SKU or code', 'unopim-connector' ) } value={ filters.search } onChange={ ( text ) => set( { search: text } ) } />
			</div>
			{ refused && <ProblemNotice problem={ refused } /> }
			<QueryList query={ query } page={ page } onPage={ setPage } empty={ <Empty title={ __( 'Nothing is parked', 'unopim-connector' ) } /> }>
				{ ( rows ) => (
					<DataTable
						label={ __( 'Parked items', 'unopim-connector' ) }
						columns={ columns( ( item ) => (
							<span className="unopim-buttons">
								<ReasonButton
									variant="link"
									reason={ waits }
									isBusy={ busy === `retry-${ item.row }` || trying === item.row }
									onClick={ () => retry( item ) }
								>
									{ __( 'Retry', 'unopim-connector' ) }
								</ReasonButton>
								{ item.code === 'sku_changed' && (
									<ReasonButton variant="link" reason={ waits } isBusy={ busy === `restore-${ item.row }` } onClick={ () => restore( item ) }>
										{ __( 'Restore SKU', 'unopim-connector' ) }
									</ReasonButton>
								) }
								<ReasonButton
									variant="link"
									reason={ item.state === 'ignored' ? ignoredText( item ) : null }
									isBusy={ busy === `ignore-${ item.row }` }
									onClick={ () => ignore( item ) }
								>
									{ __( 'Ignore until changed', 'unopim-connector' ) }
								</ReasonButton>
							</span>
						) ) }
						rows={ rows }
						keyOf={ ( { row } ) => row }
						testId="parked"
					/>
				) }
			</QueryList>
		</Screen>
	);
}

const ignoredText = ( { side }: Parked ) =>
	side === 'unopim'
		? __( 'It is left alone until it changes in the shop.', 'unopim-connector' )
		: __( 'It is left alone until it changes in UnoPim.', 'unopim-connector' );

const columns = ( actions: ( item: Parked ) => JSX.Element ): Column< Parked >[] => [
	{
		name: 'item',
		label: __( 'Item', 'unopim-connector' ),
		heads: true,
		cell: ( { entity, key, title } ) => (
			<>
				{ entityName( entity ) } <code>{ key }</code> { title }
			</>
		),
	},
	{ name: 'channel', label: __( 'Channel', 'unopim-connector' ), cell: ( { channel } ) => channel || '—' },
	{ name: 'dir', label: __( 'Dir', 'unopim-connector' ), cell: ( { side } ) => dirName( side === 'unopim' ? 'to_unopim' : 'to_shop' ) },
	{
		name: 'problem',
		label: __( 'Problem', 'unopim-connector' ),
		cell: ( { code, message, field, hint, entity, key, side } ) => (
			<>
				{ message || diagnosticSentence( { code, message: code } ) } { field && `${ __( 'Field:', 'unopim-connector' ) } ${ side === 'unopim' ? unopimFieldName( field ) : fieldName( field, null ) }` }
				<code className="unopim-code">{ code }</code>
				{ hint && (
					<p>
						<strong>{ __( 'What to do:', 'unopim-connector' ) }</strong> { hint }
					</p>
				) }
				{ LINKS.includes( code ) && (
					<p>
						<Link to="/sync/links" query={ { entity, search: key } }>
							{ __( 'Look at its links', 'unopim-connector' ) }
						</Link>
					</p>
				) }
			</>
		),
	},
	{
		name: 'state',
		label: __( 'State', 'unopim-connector' ),
		cell: ( { state, next_try } ) => (
			<>
				{ waitingName( state ) }
				{ state === 'retry' && next_try && <p className="description">{ siteTime( next_try ) }</p> }
			</>
		),
	},
	{ name: 'since', label: __( 'Since', 'unopim-connector' ), cell: ( { created_at } ) => siteTime( created_at ) },
	{ name: 'actions', label: __( 'Actions', 'unopim-connector' ), cell: actions },
];
