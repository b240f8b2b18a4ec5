import { Button } from '@wordpress/components';
import { useDispatch, useSelect } from '@wordpress/data';
import { useCallback, useEffect, useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import { changeJob, deleteJob, fetchJobs, runJob } from '../../api/jobs';
import type { ScheduledJob } from '../../api/jobs';
import { Confirm } from '../../components/confirm';
import { DataTable } from '../../components/data-table';
import type { Column } from '../../components/data-table';
import { Link } from '../../components/link';
import { ProblemNotice } from '../../components/problem-notice';
import { ReasonButton, underWay } from '../../components/reason-button';
import { RunBadge } from '../../components/run-badge';
import { Screen } from '../../components/screen';
import { Empty, Loading } from '../../components/states';
import { useAction } from '../../components/use-action';
import { useQuery } from '../../components/use-query';
import { useSnackbar } from '../../components/use-snackbar';
import { store as catalogStore } from '../../store/catalog';
import { store as connectionStore } from '../../store/connection';
import { registerStores } from '../../store/register';
import { intervalName } from '../../text/intervals';
import { duration, siteTime } from '../../text/time';
import { numberText } from '../../text/value';
import { JobForm } from './job-form';
import { scheduledName } from './job-name';
import { Runner } from './runner';
import { Upkeep } from './upkeep';

registerStores( catalogStore );

export default function JobsScreen() {
	const { data: jobs, problem, reload } = useQuery( fetchJobs );
	const { busy, problem: refused, run } = useAction();
	const [ editing, setEditing ] = useState< ScheduledJob | 'new' | null >( null );
	const closeForm = useCallback( () => setEditing( null ), [] );
	const [ deleting, setDeleting ] = useState< ScheduledJob | null >( null );
	const tell = useSnackbar();
	const { channels, connected } = useSelect(
		( select ) => ( { channels: select( catalogStore ).getChannels(), connected: select( connectionStore ).isConnected() } ),
		[]
	);
	const { loadChannels } = useDispatch( catalogStore );
	useEffect( () => void loadChannels(), [ loadChannels ] );

	const usable = ( channels ?? [] ).some( ( { saved } ) => saved );
	const start = ( job: ScheduledJob ) =>
		void run(
			`run-${ job.id }`,
			() => runJob( job.id ),
			( started ) => {
				reload();
				tell(
					started.joined
						? /* translators: %d: number of a run. */ sprintf( __( 'Run %d is doing this already.', 'unopim-connector' ), started.id )
						: /* translators: %d: number of a run. */ sprintf( __( 'Run %d was started.', 'unopim-connector' ), started.id )
				);
			}
		);
	const toggle = ( job: ScheduledJob ) => void run( `toggle-${ job.id }`, () => changeJob( job.id, { enabled: ! job.enabled } ), () => reload() );

	return (
		<Screen
			title={ __( 'Scheduled Jobs', 'unopim-connector' ) }
			description={ __( 'Each channel has a job that follows its Sync interval. Jobs for further languages and for pushes are your own.', 'unopim-connector' ) }
			actions={
				<ReasonButton
					variant="primary"
					reason={ usable ? null : __( 'No channel is in use yet. Save one on Channels & Stores.', 'unopim-connector' ) }
					onClick={ () => setEditing( 'new' ) }
				>
					{ __( 'Add job', 'unopim-connector' ) }
				</ReasonButton>
			}
		>
			{ problem && <ProblemNotice problem={ problem } onRetry={ () => reload() } /> }
			{ refused && <ProblemNotice problem={ refused } /> }
			<Runner />
			{ ! jobs && ! problem && <Loading /> }
			{ jobs?.length === 0 && (
				<Empty title={ __( 'Nothing is scheduled', 'unopim-connector' ) } action={ <Link to="/channels">{ __( 'Channels & Stores', 'unopim-connector' ) }</Link> }>
					{ __( 'Save a channel once, and its job appears here.', 'unopim-connector' ) }
				</Empty>
			) }
			{ jobs && jobs.length > 0 && (
				<DataTable
					label={ __( 'Scheduled jobs', 'unopim-connector' ) }
					columns={ columns( ( job ) => (
						<span className="unopim-buttons">
							<ReasonButton variant="link" reason={ startReason( job, connected ) } isBusy={ busy === `run-${ job.id }` } onClick={ () => start( job ) }>
								{ __( 'Run now', 'unopim-connector' ) }
							</ReasonButton>
							{ ! job.fixed && (
								<ReasonButton variant="link" reason={ underWay( busy ) } onClick={ () => toggle( job ) }>
									{ job.enabled ? __( 'Disable', 'unopim-connector' ) : __( 'Enable', 'unopim-connector' ) }
								</ReasonButton>
							) }
							{ job.own && (
								<>
									<Button variant="link" onClick={ () => setEditing( job ) }>
										{ __( 'Edit', 'unopim-connector' ) }
									</Button>
									<Button variant="link" isDestructive onClick={ () => setDeleting( job ) }>
										{ __( 'Delete', 'unopim-connector' ) }
									</Button>
								</>
							) }
							{ ! job.own && ! job.fixed && <Link to="/channels">{ __( 'Edit channel', 'unopim-connector' ) }</Link> }
						</span>
					) ) }
					rows={ jobs }
					keyOf={ ( { id } ) => id }
					testId="jobs"
				/>
			) }
			<Upkeep />
			{ editing && (
				<JobForm
					job={ editing === 'new' ? null : editing }
					channels={ channels ?? [] }
					onClose={ closeForm }
					onSaved={ () => {
						closeForm();
						reload();
						tell( __( 'Job saved.', 'unopim-connector' ) );
					} }
				/>
			) }
			{ deleting && (
				<Confirm
					title={ __( 'Delete this job?', 'unopim-connector' ) }
					action={ __( 'Delete', 'unopim-connector' ) }
					onCancel={ () => setDeleting( null ) }
					onConfirm={ () => {
						setDeleting( null );
						void run( 'delete', () => deleteJob( deleting.id ), () => reload() );
					} }
				>
					<p>{ __( 'It then runs only by hand. What it has written stays.', 'unopim-connector' ) }</p>
				</Confirm>
			) }
		</Screen>
	);
}

function startReason( { runnable }: ScheduledJob, connected: boolean | null ): string | null {
	if ( ! runnable ) {
		return __( 'It runs by itself.', 'unopim-connector' );
	}
	return connected === false ? __( 'Connect to UnoPim first.', 'unopim-connector' ) : null;
}

const columns = ( actions: ( job: ScheduledJob ) => JSX.Element ): Column< ScheduledJob >[] => [
	{
		name: 'job',
		label: __( 'Job', 'unopim-connector' ),
		heads: true,
		cell: ( job ) => (
			<>
				{ scheduledName( job ) }
				{ job.waiting !== null && (
					<div className="unopim-kind">
						{ /* translators: %s: number of items. */ sprintf( _n( '%s item waits', '%s items wait', job.waiting, 'unopim-connector' ), numberText( job.waiting ) ) }
					</div>
				) }
			</>
		),
	},
	{ name: 'channel', label: __( 'Channel', 'unopim-connector' ), cell: ( { channel } ) => ( channel ? <code>{ channel }</code> : '—' ) },
	{ name: 'language', label: __( 'Language', 'unopim-connector' ), cell: ( { locale } ) => ( locale ? <code>{ locale }</code> : '—' ) },
	{ name: 'interval', label: __( 'Interval', 'unopim-connector' ), cell: ( { interval } ) => intervalName( interval ) },
	{
		name: 'last',
		label: __( 'Last run', 'unopim-connector' ),
		cell: ( { last_run } ) =>
			last_run ? (
				<Link to="/sync/history" query={ { run: String( last_run.id ) } }>
					{ last_run.started_at ? siteTime( last_run.started_at ) : /* translators: %d: number of a run. */ sprintf( __( 'Run %d', 'unopim-connector' ), last_run.id ) }
				</Link>
			) : (
				__( 'Never', 'unopim-connector' )
			),
	},
	{ name: 'result', label: __( 'Last result', 'unopim-connector' ), cell: ( { last_run } ) => ( last_run ? <RunBadge run={ last_run } /> : '—' ) },
	{ name: 'duration', label: __( 'Duration', 'unopim-connector' ), cell: ( { last_run } ) => duration( last_run?.seconds ) },
	{ name: 'next', label: __( 'Next run', 'unopim-connector' ), cell: ( { next_at } ) => siteTime( next_at ) },
	{ name: 'enabled', label: __( 'Enabled', 'unopim-connector' ), cell: ( { enabled } ) => ( enabled ? __( 'Yes', 'unopim-connector' ) : __( 'No', 'unopim-connector' ) ) },
	{ name: 'actions', label: __( 'Actions', 'unopim-connector' ), cell: actions },
];
