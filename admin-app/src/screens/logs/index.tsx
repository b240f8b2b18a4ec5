import { Button } from '@wordpress/components';
import { Suspense, lazy, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { NO_FILTERS, exportLogs, fetchLogs, flushLogs } from '../../api/logs';
import type { LogFilters } from '../../api/logs';
import { Confirm } from '../../components/confirm';
import { download } from '../../components/download';
import { Showing } from '../../components/pager';
import { ProblemNotice } from '../../components/problem-notice';
import { ReasonButton, underWay } from '../../components/reason-button';
import { Screen } from '../../components/screen';
import { Empty, Loading } from '../../components/states';
import { useAction } from '../../components/use-action';
import { useFilters } from '../../components/use-filters';
import { usePreference } from '../../components/use-preference';
import { useQuery } from '../../components/use-query';
import { useSnackbar } from '../../components/use-snackbar';
import { numberText } from '../../text/value';
import { LogFilterForm } from './log-filter-form';
import { arrangementOf, viewOf } from './view';
import type { LogView } from './view';

// What draws the rows weighs more than all other screens: it comes after the filters.
const LogTable = lazy( () => import( /* webpackChunkName: "dataviews" */ './log-table' ) );

export default function LogsScreen() {
	const { filters, set, page, setPage } = useFilters< LogFilters >( NO_FILTERS );
	const [ kept, keep ] = usePreference( 'logs' );
	const [ asking, setAsking ] = useState( false );
	const view = { ...viewOf( kept ), page };
	const { perPage } = view;
	const order = view.sort?.direction ?? 'desc';
	const { data, problem, loading, reload } = useQuery( () => fetchLogs( filters, page, perPage, order ), JSON.stringify( [ filters, page, perPage, order ] ) );
	const { busy, problem: refused, run } = useAction();
	const tell = useSnackbar();

	const arrange = ( next: LogView ) => {
		setPage( next.page );
		if ( JSON.stringify( arrangementOf( next ) ) !== JSON.stringify( arrangementOf( view ) ) ) {
			keep( arrangementOf( next ) );
		}
	};
	const apply = ( next: LogFilters ) => {
		// The same filters again ask for what has come since.
		if ( JSON.stringify( next ) === JSON.stringify( filters ) ) {
			reload();
		}
		set( next );
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
					<ReasonButton variant="secondary" isBusy={ busy === 'export' } reason={ underWay( busy ) } onClick={ save }>
						{ __( 'Export CSV', 'unopim-connector' ) }
					</ReasonButton>
					<ReasonButton variant="secondary" isDestructive isBusy={ busy === 'flush' } reason={ underWay( busy ) } onClick={ () => setAsking( true ) }>
						{ __( 'Flush', 'unopim-connector' ) }
					</ReasonButton>
				</>
			}
		>
			<LogFilterForm filters={ filters } onApply={ apply } />
			{ refused && <ProblemNotice problem={ refused } /> }
			{ problem && <ProblemNotice problem={ problem } onRetry={ () => reload() } /> }
			{ ! data && ! problem && <Loading /> }
			{ data && <Showing shown={ data.rows.length } total={ data.total } /> }
			{ data && data.rows.length === 0 && (
				<Empty title={ filtered ? __( 'No row fits these filters', 'unopim-connector' ) : __( 'The log is empty', 'unopim-connector' ) }>
					{ filtered ? null : __( 'Every operation of a pull or push leaves a row here.', 'unopim-connector' ) }
				</Empty>
			) }
			{ data && data.rows.length > 0 && (
				<Suspense fallback={ <Loading /> }>
					<LogTable page={ data } view={ view } onView={ arrange } />
				</Suspense>
			) }
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
