import { Button } from '@wordpress/components';
import { useDispatch, useSelect } from '@wordpress/data';
import { useEffect, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { Confirm } from '../../components/confirm';
import { Notice } from '../../components/notice';
import { ProblemNotice } from '../../components/problem-notice';
import { Screen } from '../../components/screen';
import { ScopeSelect } from '../../components/scope-select';
import { Loading } from '../../components/states';
import { useScope } from '../../components/use-scope';
import { store as catalogStore } from '../../store/catalog';
import { store as connectionStore } from '../../store/connection';
import { registerStores } from '../../store/register';
import { store as runStore } from '../../store/run';
import { releaseHeldRun } from '../../store/run/actions';
import { ChannelSetup } from './channel-setup';
import { LogList } from './log-list';
import { ProgressPanel } from './progress-panel';

registerStores( catalogStore, runStore );

// `pagehide` also fires where a phone only puts the page away; the run then goes on at the site, and this page follows it.
window.addEventListener( 'pagehide', releaseHeldRun );

/** The browser cannot run the engine; the site can. */
const NO_ENGINE = [ 'wasm_blocked', 'wasm_missing', 'wasm_unreachable', 'worker_blocked' ];

export default function SyncScreen() {
	const { channels, problem: channelProblem, channel, locale, choose } = useScope();
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
	const { pullFull, pullOnSite, stop, resume, cancel, attach } = useDispatch( runStore );
	const [ asking, setAsking ] = useState( false );

	useEffect( () => {
		void attach();
	}, [ attach ] );

	if ( ! channels && ! channelProblem ) {
		return (
			<Screen title={ __( 'Sync', 'unopim-connector' ) }>
				<Loading />
			</Screen>
		);
	}

	const unsaved = channels?.find( ( { code, saved } ) => code === channel && ! saved ) ?? null;
	const blocked = stopped
		? __( 'A run is stopped. Resume or cancel it first.', 'unopim-connector' )
		: active
		? __( 'A run is active. It has to end first.', 'unopim-connector' )
		: connected === false
		? __( 'Connect to UnoPim first.', 'unopim-connector' )
		: unsaved
		? __( 'This channel is not in use yet.', 'unopim-connector' )
		: ! channel
		? __( 'No channel is known yet.', 'unopim-connector' )
		: null;

	return (
		<Screen title={ __( 'Sync', 'unopim-connector' ) }>
			<div className="unopim-toolbar">
				<ScopeSelect
					channels={ channels ?? [] }
					channel={ channel }
					locale={ locale }
					onChange={ choose }
					disabled={ active || busy !== null }
				/>
				<Button
					variant="primary"
					onClick={ () => void pullFull( { channel, locale } ) }
					isBusy={ busy === 'starting' }
					disabled={ blocked !== null || busy !== null }
					aria-describedby="unopim-pull-state"
				>
					{ __( 'Pull Full', 'unopim-connector' ) }
				</Button>
				{ stopped ? (
					<Button variant="secondary" onClick={ () => void resume() } isBusy={ busy === 'resuming' } disabled={ busy !== null }>
						{ __( 'Resume', 'unopim-connector' ) }
					</Button>
				) : (
					<Button
						variant="secondary"
						onClick={ () => void stop() }
						isBusy={ busy === 'stopping' }
						disabled={ ! active || busy !== null }
					>
						{ __( 'Stop', 'unopim-connector' ) }
					</Button>
				) }
				<Button
					variant="tertiary"
					isDestructive
					onClick={ () => setAsking( true ) }
					isBusy={ busy === 'cancelling' }
					disabled={ ! active || busy !== null }
				>
					{ __( 'Cancel run', 'unopim-connector' ) }
				</Button>
			</div>
			<p id="unopim-pull-state" className="description">
				{ blocked ??
					__(
						'Brings everything that is mapped from UnoPim into the shop. You may close this page: the site finishes the run by itself.',
						'unopim-connector'
					) }
			</p>
			{ asking && (
				<Confirm
					title={ __( 'Cancel this run?', 'unopim-connector' ) }
					action={ __( 'Cancel run', 'unopim-connector' ) }
					onCancel={ () => setAsking( false ) }
					onConfirm={ () => {
						setAsking( false );
						void cancel();
					} }
				>
					<p>
						{ __(
							'What was brought into the shop stays there; the rest of the run is forgotten.',
							'unopim-connector'
						) }
					</p>
				</Confirm>
			) }
			{ unsaved && connected !== false && <ChannelSetup key={ unsaved.code } channel={ unsaved } /> }
			{ channelProblem && <ProblemNotice problem={ channelProblem } /> }
			{ problem && <ProblemNotice problem={ problem } /> }
			{ problem && NO_ENGINE.includes( problem.code ) && ! active && (
				<p>
					<Button
						variant="secondary"
						onClick={ () => void pullOnSite( { channel, locale } ) }
						disabled={ blocked !== null || busy !== null }
					>
						{ __( 'Pull Full in the background instead', 'unopim-connector' ) }
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
			{ run && <ProgressPanel run={ run } /> }
			{ run && <LogList /> }
		</Screen>
	);
}
