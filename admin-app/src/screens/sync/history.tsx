import { SelectControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { fetchRuns } from '../../api/runs';
import { ChannelFilter } from '../../components/channel-filter';
import { DataTable } from '../../components/data-table';
import type { Column } from '../../components/data-table';
import { Link } from '../../components/link';
import { MODERN } from '../../components/modern';
import { QueryList } from '../../components/query-list';
import { RunBadge } from '../../components/run-badge';
import { Screen } from '../../components/screen';
import { Empty } from '../../components/states';
import { useFilters } from '../../components/use-filters';
import { useQuery } from '../../components/use-query';
import { queryValue, remember } from '../../router';
import { jobName, optionsOf, originName } from '../../text/names';
import { runOutcomeName } from '../../text/outcome';
import type { Outcome } from '../../text/outcome';
import { duration, siteTime } from '../../text/time';
import { numberText } from '../../text/value';
import { countNames } from '../../text/words';
import type { Job, Run } from '../../types/rest';
import { NO_OPERATION_FILTERS } from './operation-list';
import { RunDetail } from './run-detail';

/** Runs that write or plan; previews of the mapping and probes leave nothing behind. */
const KINDS: Job[ 'kind' ][] = [ 'pull', 'push', 'deletions', 'images', 'apply', 'undo' ];

const STATES: Outcome[] = [ 'queued', 'running', 'stopped', 'waiting', 'done', 'done_with_warnings', 'done_with_errors', 'failed', 'cancelled' ];

const NO_FILTERS = { kind: '', channel: '', status: '' };

export default function HistoryScreen() {
	const { filters: { kind, channel, status }, set, page, setPage } = useFilters( NO_FILTERS, { kind: KINDS, status: STATES } );
	const [ shown, setShown ] = useState( () => Number( queryValue( 'run' ) ?? 0 ) );
	const filters = { kinds: kind ? [ kind as Job[ 'kind' ] ] : KINDS, channel, status };
	const query = useQuery( () => fetchRuns( filters, page ), JSON.stringify( [ filters, page ] ) );
	const show = ( run: number ) => {
		setShown( run );
		remember( { ...NO_OPERATION_FILTERS, operations: '', run: run > 0 ? String( run ) : '' } );
	};
	const all = __( 'All', 'unopim-connector' );

	return (
		<Screen title={ __( 'History', 'unopim-connector' ) } description={ __( 'What ran, what it did, and the way back.', 'unopim-connector' ) }>
			{ shown > 0 && <RunDetail key={ shown } id={ shown } onClose={ () => show( 0 ) } onChanged={ () => query.reload() } /> }
			<div className="unopim-toolbar" role="search" aria-label={ __( 'Filters', 'unopim-connector' ) }>
				<SelectControl
					{ ...MODERN }
					label={ __( 'Kind', 'unopim-connector' ) }
					value={ kind }
					options={ optionsOf( kindNames(), all ) }
					onChange={ ( next ) => set( { kind: next } ) }
				/>
				<ChannelFilter value={ channel } onChange={ ( next ) => set( { channel: next } ) } />
				<SelectControl
					{ ...MODERN }
					label={ __( 'Status', 'unopim-connector' ) }
					value={ status }
					options={ optionsOf( Object.fromEntries( STATES.map( ( one ) => [ one, runOutcomeName( one ) ] ) ), all ) }
					onChange={ ( next ) => set( { status: next } ) }
				/>
			</div>
			<QueryList
				query={ query }
				page={ page }
				onPage={ setPage }
				empty={ <Empty title={ __( 'Nothing has run', 'unopim-connector' ) } action={ <Link to="/sync">{ __( 'Start a pull', 'unopim-connector' ) }</Link> } /> }
			>
				{ ( rows ) => (
					<DataTable
						label={ __( 'Runs', 'unopim-connector' ) }
						columns={ columns( show ) }
						rows={ rows }
						keyOf={ ( { id } ) => id }
						classOf={ ( { id } ) => ( id === shown ? 'is-shown' : '' ) }
						testId="history"
					/>
				) }
			</QueryList>
		</Screen>
	);
}

const kindNames = () => ( {
	pull: __( 'Pull', 'unopim-connector' ),
	push: __( 'Push', 'unopim-connector' ),
	...Object.fromEntries( ( [ 'deletions', 'images' ] as const ).map( ( kind ) => [ kind, jobName( { kind } ) ] ) ),
	apply: __( 'Apply', 'unopim-connector' ),
	undo: __( 'Undo', 'unopim-connector' ),
} );

const columns = ( show: ( run: number ) => void ): Column< Run >[] => [
	{
		name: 'run',
		label: __( 'Run', 'unopim-connector' ),
		heads: true,
		cell: ( { id, job, dry } ) => (
			<button type="button" className="button-link" onClick={ () => show( id ) }>
				{ id }: { jobName( job ) } { dry && __( '(preview)', 'unopim-connector' ) }
			</button>
		),
	},
	{ name: 'origin', label: __( 'Source', 'unopim-connector' ), cell: ( { origin } ) => originName( origin ?? '' ) },
	{
		name: 'scope',
		label: __( 'Channel, language', 'unopim-connector' ),
		cell: ( { job } ) => (
			<>
				{ job.channel } <span className="unopim-kind">{ job.locale }</span>
			</>
		),
	},
	{
		name: 'status',
		label: __( 'Status', 'unopim-connector' ),
		cell: ( run ) => <RunBadge run={ run } />,
	},
	{ name: 'counts', label: __( 'Counts', 'unopim-connector' ), cell: countsText },
	{ name: 'started', label: __( 'Started', 'unopim-connector' ), cell: ( { started_at, created_at } ) => siteTime( started_at ?? created_at ) },
	{ name: 'duration', label: __( 'Duration', 'unopim-connector' ), cell: ( { seconds } ) => duration( seconds ) },
];

function countsText( { counts }: Run ): string {
	const parts = counts ? countNames( counts ).filter( ( [ key ] ) => counts[ key ] > 0 ) : [];
	return parts.map( ( [ key, label ] ) => `${ label } ${ numberText( counts?.[ key ] ?? 0 ) }` ).join( ', ' ) || '—';
}
