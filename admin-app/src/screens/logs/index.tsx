import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { NO_FILTERS, exportLogs, fetchLogs, flushLogs } from '../../api/logs';
import type { FullLogRow, LogFilters } from '../../api/logs';
import { Confirm } from '../../components/confirm';
import { DataTable } from '../../components/data-table';
import type { Column } from '../../components/data-table';
import { download } from '../../components/download';
import { ProblemNotice } from '../../components/problem-notice';
import { QueryList } from '../../components/query-list';
import { Screen } from '../../components/screen';
import { Empty } from '../../components/states';
import { useAction } from '../../components/use-action';
import { useQuery } from '../../components/use-query';
import { useSnackbar } from '../../components/use-snackbar';
import { queryValue, remember } from '../../router';
import { dirName, entityName, opName } from '../../text/names';
import { diagnosticSentence } from '../../text/reasons';
import { siteTimeExact } from '../../text/time';
import { numberText } from '../../text/value';
import { levelName } from '../../text/words';
import { LogDetail } from './log-detail';
import { LogFilterForm } from './log-filter-form';

export default function LogsScreen() {
	const [ filters, setFilters ] = useState( fromAddress );
	const [ page, setPage ] = useState( 1 );
	const [ asking, setAsking ] = useState( false );
	const query = useQuery( () => fetchLogs( filters, page ), JSON.stringify( [ filters, page ] ) );
	const { loading, reload } = query;
	const { busy, problem: refused, run } = useAction();
	const tell = useSnackbar();

	const apply = ( next: LogFilters ) => {
		setFilters( next );
		setPage( 1 );
		remember( { ...next } );
		reload();
	};
	const save = () => void run( 'export', () => exportLogs( filters ), ( file ) => download( file, 'unopim-connector-log.csv' ) );
	const flush = () =>
		void run( 'flush', flushLogs, ( { flushed } ) => {
			setPage( 1 );
			reload();
			/* translators: %s: number of rows. */
			tell( sprintf( __( '%s rows were removed.', 'unopim-connector' ), numberText( flushed ) ) );
		} );
	const filtered = Object.values( filters ).some( Boolean );

	return (
		<Screen
			title={ __( 'Logs', 'unopim-connector' ) }
			actions={
				<>
					<Button variant="secondary" isBusy={ loading } onClick={ () => reload() }>
						{ __( 'Reload', 'unopim-connector' ) }
					</Button>
					<Button variant="secondary" isBusy={ busy === 'export' } disabled={ busy !== null } onClick={ save }>
						{ __( 'Export CSV', 'unopim-connector' ) }
					</Button>
					<Button variant="secondary" isDestructive isBusy={ busy === 'flush' } disabled={ busy !== null } onClick={ () => setAsking( true ) }>
						{ __( 'Flush', 'unopim-connector' ) }
					</Button>
				</>
			}
		>
			<LogFilterForm filters={ filters } onApply={ apply } />
			{ refused && <ProblemNotice problem={ refused } /> }
			<QueryList
				query={ query }
				page={ page }
				onPage={ setPage }
				empty={
					<Empty title={ filtered ? __( 'No row fits these filters', 'unopim-connector' ) : __( 'The log is empty', 'unopim-connector' ) }>
						{ filtered ? null : __( 'Every operation of a pull or push leaves a row here.', 'unopim-connector' ) }
					</Empty>
				}
			>
				{ ( rows ) => (
					<DataTable
						label={ __( 'Log rows', 'unopim-connector' ) }
						columns={ columns() }
						rows={ rows }
						keyOf={ ( { id } ) => id }
						classOf={ ( { level } ) => `is-${ level }` }
						detail={ ( row ) => <LogDetail row={ row } /> }
						testId="logs"
					/>
				) }
			</QueryList>
			{ asking && (
				<Confirm
					title={ __( 'Empty the log?', 'unopim-connector' ) }
					action={ __( 'Flush', 'unopim-connector' ) }
					onCancel={ () => setAsking( false ) }
					onConfirm={ () => {
						setAsking( false );
						flush();
					} }
				>
					<p>
						{ __(
							'All rows are removed, not only those shown. One row with your name and the time stays. Runs and their undo are not affected.',
							'unopim-connector'
						) }
					</p>
				</Confirm>
			) }
		</Screen>
	);
}

const columns = (): Column< FullLogRow >[] => [
	{ name: 'time', label: __( 'Time', 'unopim-connector' ), cell: ( { created_at } ) => <span className="unopim-nowrap">{ siteTimeExact( created_at ) }</span> },
	{ name: 'status', label: __( 'Status', 'unopim-connector' ), cell: ( { level } ) => <span className={ `unopim-level is-${ level }` }>{ levelName( level ) }</span> },
	{ name: 'op', label: __( 'Op', 'unopim-connector' ), cell: ( { op } ) => opName( op ) },
	{ name: 'entity', label: __( 'Entity', 'unopim-connector' ), cell: ( { entity } ) => entityName( entity ) },
	{ name: 'dir', label: __( 'Dir', 'unopim-connector' ), cell: ( { dir } ) => <span className="unopim-nowrap">{ dirName( dir ?? '' ) }</span> },
	{ name: 'message', label: __( 'Message', 'unopim-connector' ), heads: true, cell: messageOf },
];

function messageOf( { key, code, message }: FullLogRow ) {
	const text = message || diagnosticSentence( { code, message: code } );
	return (
		<>
			{ key && ! text.includes( key ) && <code>{ key }</code> } { text }
		</>
	);
}

/** Links from other screens lead to their rows. */
function fromAddress(): LogFilters {
	const names = Object.keys( NO_FILTERS ) as ( keyof LogFilters )[];
	return Object.fromEntries( names.map( ( name ) => [ name, queryValue( name ) ?? '' ] ) ) as unknown as LogFilters;
}
