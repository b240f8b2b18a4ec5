import { Button } from '@wordpress/components';
import { useDispatch, useSelect } from '@wordpress/data';
import { useEffect, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { isOutward } from '../../api/runs';
import { Link } from '../../components/link';
import { Notice } from '../../components/notice';
import { ProblemNotice } from '../../components/problem-notice';
import { ScopeSelect } from '../../components/scope-select';
import { Screen } from '../../components/screen';
import { Loading } from '../../components/states';
import { NO_ENGINE } from '../../engine/absent';
import { useScope } from '../../components/use-scope';
import { queryValue, remember } from '../../router';
import { store as catalogStore } from '../../store/catalog';
import { store as connectionStore } from '../../store/connection';
import { registerStores } from '../../store/register';
import { store as runStore } from '../../store/run';
import { releaseHeldRun } from '../../store/run/actions';
import { isFinal } from '../../store/run/reducer';
import type { Job } from '../../types/rest';
import { pullObstacle, pushChannels, pushObstacle } from './blocked';
import { LogList } from './log-list';
import { PlanPanel } from './plan-panel';
import { ProgressPanel } from './progress-panel';
import { PullActions } from './pull-actions';
import { PushActions } from './push-actions';
import { Question } from './question';

registerStores( catalogStore, runStore );

// `pagehide` also fires where a phone only puts the page away; the run then goes on at the site, and this page follows it.
window.addEventListener( 'pagehide', releaseHeldRun );

export default function SyncScreen() {
	const { channels, problem: channelProblem, reload, channel, locale, choose } = useScope();
	const connected = useSelect( ( select ) => select( connectionStore ).isConnected(), [] );
	const { run, active, stopped, busy, problem, notice, driver } = useSelect( ( select ) => {
		const from = select( runStore );
		return {
			run: from.getRun(),
			active: from.isActive(),
			stopped: from.isStopped(),
			busy: from.getBusy(),
			problem: from.getProblem(),
			notice: from.getNotice(),
			driver: from.getDriver(),
		};
	}, [] );
	const { startHere, startOnSite, answer, attach } = useDispatch( runStore );
	const [ plan, setPlan ] = useState( () => Number( queryValue( 'plan' ) ?? 0 ) );
	const [ refused, setRefused ] = useState< Job | null >( null );

	useEffect( () => {
		void attach();
	}, [ attach ] );

	// A preview that has ended shows its plan.
	const planned = run?.dry && isFinal( run.status ) && run.status !== 'cancelled' ? run.id : 0;
	useEffect( () => {
		if ( planned > 0 ) {
			setPlan( planned );
			remember( { plan: String( planned ) } );
		}
	}, [ planned ] );

	const title = __( 'Sync', 'unopim-connector' );
	if ( ! channels && ! channelProblem ) {
		return (
			<Screen title={ title }>
				<Loading />
			</Screen>
		);
	}

	const row = channels?.find( ( { code } ) => code === channel ) ?? null;
	const situation = { connected, active, stopped };
	const reason = pullObstacle( situation, row );
	const targets = pushChannels( channels ?? [], channel );
	const pushReason = pushObstacle( situation, targets );
	const wait = busy === null ? null : __( 'A run is being started.', 'unopim-connector' );
	const start = ( job: Job ) => {
		setRefused( job );
		void startHere( job );
	};
	const close = () => {
		setPlan( 0 );
		remember( { plan: '' } );
	};

	return (
		<Screen title={ title }>
			<div className="unopim-toolbar">
				<ScopeSelect channels={ channels ?? [] } channel={ channel } locale={ locale } onChange={ choose } disabled={ active || busy !== null } />
			</div>
			{ channelProblem && <ProblemNotice problem={ channelProblem } onRetry={ reload } /> }
			{ reason && ( ! active || connected === false ) && (
				<Notice level="info" testId="pull-reason">
					<p>
						{ reason } { connected !== false && <Link to="/channels">{ __( 'Channels & Stores', 'unopim-connector' ) }</Link> }
					</p>
				</Notice>
			) }
			{ problem && <ProblemNotice problem={ problem } onRetry={ run === null && refused === null ? () => void attach() : undefined } /> }
			{ problem && NO_ENGINE.includes( problem.code ) && ! active && refused && (
				<p>
					<Button variant="secondary" onClick={ () => void startOnSite( refused ) } disabled={ ( refused.kind === 'push' ? pushReason : reason ) !== null || busy !== null }>
						{ __( 'Let the site do it in the background instead', 'unopim-connector' ) }
					</Button>
				</p>
			) }
			{ active && notice === 'taken_over' && (
				<Notice level="info" testId="run-taken-over">
					<p>{ __( 'The site goes on with this run in the background; its progress is shown here.', 'unopim-connector' ) }</p>
				</Notice>
			) }
			{ active && notice === 'joined' && driver === 'server' && (
				<Notice level="info" testId="run-joined">
					<p>{ __( 'This run was started elsewhere; its progress is shown here.', 'unopim-connector' ) }</p>
				</Notice>
			) }
			{ active && notice === 'waits' && (
				<Notice level="info" testId="run-waits">
					<p>{ __( 'Another run of this channel is under way; this one begins when it is over.', 'unopim-connector' ) }</p>
				</Notice>
			) }
			{ run?.question && run.status === 'waiting' && (
				<Question question={ run.question } isPush={ isOutward( run.job ) } busy={ busy !== null } onAnswer={ ( word ) => void answer( word ) } />
			) }
			{ run && <ProgressPanel run={ run } /> }
			{ plan > 0 && <PlanPanel id={ plan } reasons={ { pull: reason, push: pushReason } } mark={ `${ run?.id }/${ run?.status }` } onClose={ close } /> }
			{ run && <LogList /> }
			<PullActions channel={ channel } locale={ locale } reason={ reason ?? wait } onStart={ start } />
			<PushActions channels={ targets } reason={ pushReason ?? wait } onStart={ start } />
		</Screen>
	);
}
