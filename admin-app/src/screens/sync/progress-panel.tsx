import { useDispatch, useSelect } from '@wordpress/data';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { faultToProblem } from '../../api/problem';
import { fetchRun } from '../../api/runs';
import { Announcer } from '../../components/announcer';
import { Confirm } from '../../components/confirm';
import { ProblemNotice } from '../../components/problem-notice';
import { ReasonButton, underWay } from '../../components/reason-button';
import { RunBadge } from '../../components/run-badge';
import { useNow } from '../../components/use-now';
import { useQuery } from '../../components/use-query';
import { store as runStore } from '../../store/run';
import { jobName } from '../../text/names';
import { outcomeText } from '../../text/outcome';
import { duration } from '../../text/time';
import { numberText } from '../../text/value';
import { countNames, statusName, stepName, timeLeft } from '../../text/words';
import type { Run } from '../../types/rest';

/** Without a sign of life for so long, nothing in the background seems to drive the run. */
const QUIET_MS = 30_000;

/** How often the budget is asked for. */
const BUDGET_MS = 5_000;

/** Where a run stands: step, how much of it, how fast, and what came of it; and what can be done about it. */
export function ProgressPanel( { run }: { run: Run } ) {
	const { progress, percent, rate, seconds, driver, active, stopped, waiting, busy, seenAt } = useSelect( ( select ) => {
		const from = select( runStore );
		return {
			progress: from.getProgress(),
			percent: from.getPercent(),
			rate: from.getRate(),
			seconds: from.getSecondsLeft(),
			driver: from.getDriver(),
			active: from.isActive(),
			stopped: from.isStopped(),
			waiting: from.isWaiting(),
			busy: from.getBusy(),
			seenAt: from.getSeenAt(),
		};
	}, [] );
	const { stop, resume, cancel, takeOver } = useDispatch( runStore );
	const [ asking, setAsking ] = useState( false );
	const moving = active && ! stopped && run.status !== 'waiting';
	const now = useNow( 1_000, moving );

	// Who drives from this tab hears from the engine, and of the budget only when it asks.
	const looked = useQuery( () => fetchRun( run.id ), `${ run.id }/${ moving && driver === 'tab' ? Math.floor( now / BUDGET_MS ) : '' }` );
	const budget = ( driver === 'tab' ? looked.data : run )?.budget;
	const counts = progress?.counts ?? run.counts;
	const step = progress ? stepName( progress.step ) : statusName( run.status );
	const amount = progress && amountText( progress.done, progress.total );
	const quiet = moving && driver === 'server' && ( run.status === 'stalled' || ( seenAt !== null && now - seenAt > QUIET_MS && ! run.wait_until ) );
	const name = jobName( run.job );

	return (
		<section className="unopim-card" aria-label={ __( 'Progress', 'unopim-connector' ) } data-testid="run-progress">
			<div className="unopim-head">
				<h3>
					{ run.dry
						? /* translators: 1: number of a run. 2: what it does. */ sprintf( __( 'Run %1$d: Preview of %2$s', 'unopim-connector' ), run.id, name )
						: /* translators: 1: number of a run. 2: what it does. */ sprintf( __( 'Run %1$d: %2$s', 'unopim-connector' ), run.id, name ) }{ ' ' }
					<RunBadge run={ run } testId="run-status" />
				</h3>
				{ active && (
					<div className="unopim-buttons">
						{ stopped || run.status === 'stalled' ? (
							<ReasonButton variant="primary" onClick={ () => void resume() } isBusy={ busy === 'resuming' } reason={ underWay( busy ) }>
								{ __( 'Resume', 'unopim-connector' ) }
							</ReasonButton>
						) : (
							<ReasonButton
								variant="secondary"
								onClick={ () => void stop() }
								isBusy={ busy === 'stopping' }
								reason={
									! moving
										? __( 'The run waits for an answer; until then it does nothing.', 'unopim-connector' )
										: busy !== null
										? __( 'The last press of a button is being carried out.', 'unopim-connector' )
										: null
								}
							>
								{ __( 'Stop', 'unopim-connector' ) }
							</ReasonButton>
						) }
						{ quiet && (
							<ReasonButton variant="secondary" onClick={ () => void takeOver() } isBusy={ busy === 'taking' } reason={ underWay( busy ) }>
								{ __( 'Run in this window', 'unopim-connector' ) }
							</ReasonButton>
						) }
						<ReasonButton variant="tertiary" isDestructive onClick={ () => setAsking( true ) } isBusy={ busy === 'cancelling' } reason={ underWay( busy ) }>
							{ __( 'Cancel run', 'unopim-connector' ) }
						</ReasonButton>
					</div>
				) }
			</div>
			{ moving && (
				<>
					<p>
						<strong>{ step }</strong> { amount }
						{ percent !== null && ` (${ percent } %)` }
					</p>
					<progress
						className="unopim-progress"
						aria-label={ __( 'Progress of this step', 'unopim-connector' ) }
						max={ 100 }
						value={ percent ?? undefined }
					/>
					<p className="description">{ paceText( { driver, waiting, rate, seconds } ).join( ' ' ) }</p>
				</>
			) }
			<dl className="unopim-facts">
				{ moving && (
					<div>
						<dt>{ __( 'Last sign of life', 'unopim-connector' ) }</dt>
						<dd>
							{ seenAt === null
								? __( 'none yet', 'unopim-connector' )
								: /* translators: %s: a span of time. */ sprintf( __( '%s ago', 'unopim-connector' ), duration( Math.max( 0, ( now - seenAt ) / 1000 ) ) ) }
						</dd>
					</div>
				) }
				{ moving && budget && budget.most !== null && budget.most > 0 && (
					<div>
						<dt>{ __( 'Requests left this minute', 'unopim-connector' ) }</dt>
						<dd data-testid="requests-left">{ numberText( Math.max( 0, budget.most - budget.used ) ) }</dd>
					</div>
				) }
				{ run.seconds !== null && run.seconds !== undefined && (
					<div>
						<dt>{ __( 'Duration', 'unopim-connector' ) }</dt>
						<dd>{ duration( run.seconds ) }</dd>
					</div>
				) }
			</dl>
			{ counts && (
				<dl className="unopim-counts">
					{ countNames( counts ).map( ( [ key, label ] ) => (
						<div key={ key } className={ `is-${ key }` }>
							<dt>{ label }</dt>
							<dd data-testid={ `count-${ key }` }>{ numberText( counts[ key ] ) }</dd>
						</div>
					) ) }
				</dl>
			) }
			{ run.error && <ProblemNotice problem={ faultToProblem( run.error ) } /> }
			<Announcer
				text={ moving ? `${ step } ${ amount ?? '' }` : outcomeText( run ) }
				mark={ `${ run.status }/${ progress?.step }/${ percent === null ? '' : Math.floor( percent / 10 ) }` }
			/>
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
					<p>{ __( 'What it has written stays as it is; the rest of the run is forgotten.', 'unopim-connector' ) }</p>
				</Confirm>
			) }
		</section>
	);
}

interface Pace {
	driver: 'tab' | 'server' | null;
	waiting: boolean;
	rate: number | null;
	seconds: number | null;
}

/** Who drives, and how fast it goes. */
function paceText( { driver, waiting, rate, seconds }: Pace ): string[] {
	const who =
		driver === 'tab'
			? __( 'Driven by this page.', 'unopim-connector' )
			: __( 'Driven by the site in the background.', 'unopim-connector' );
	if ( waiting ) {
		return [ who, __( 'Waiting until UnoPim takes requests again.', 'unopim-connector' ) ];
	}
	const pace = [
		/* translators: %s: number of items. */
		rate ? sprintf( __( '%s items a minute', 'unopim-connector' ), numberText( Math.round( rate ) ) ) : '',
		seconds === null ? '' : timeLeft( seconds ),
	].filter( Boolean );
	return [ who, pace.join( ', ' ) ];
}

/** A step that does not count says nothing. */
function amountText( done: number, total: number | null ): string {
	if ( done === 0 && total === null ) {
		return '';
	}
	return total === null
		? /* translators: %s: number of items. */ sprintf( __( '%s so far', 'unopim-connector' ), numberText( done ) )
		: /* translators: 1: number of items done. 2: number of all items. */
		  sprintf( __( '%1$s of %2$s', 'unopim-connector' ), numberText( done ), numberText( total ) );
}
