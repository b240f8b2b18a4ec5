import { useSelect } from '@wordpress/data';
import { __, sprintf } from '@wordpress/i18n';
import { ProblemNotice } from '../../components/problem-notice';
import { faultToProblem } from '../../api/problem';
import { store as runStore } from '../../store/run';
import { numberText } from '../../text/value';
import { countNames, statusName, stepName, timeLeft } from '../../text/words';
import type { Run } from '../../types/rest';
import { Announcer } from '../../components/announcer';

/** Where a run stands: step, how much of it, how fast, and what came of it. */
export function ProgressPanel( { run }: { run: Run } ) {
	const { progress, percent, rate, seconds, driver, active, waiting } = useSelect( ( select ) => {
		const from = select( runStore );
		return {
			progress: from.getProgress(),
			percent: from.getPercent(),
			rate: from.getRate(),
			seconds: from.getSecondsLeft(),
			driver: from.getDriver(),
			active: from.isActive() && ! from.isStopped(),
			waiting: from.isWaiting(),
		};
	}, [] );
	const counts = progress?.counts ?? run.counts;
	const step = progress ? stepName( progress.step ) : statusName( run.status );
	const amount = progress && amountText( progress.done, progress.total );

	return (
		<section className="unopim-card" aria-label={ __( 'Progress', 'unopim-connector' ) } data-testid="run-progress">
			<h2>
				{ /* translators: %d: number of a run. */ sprintf( __( 'Run %d', 'unopim-connector' ), run.id ) }{ ' ' }
				<span className={ `unopim-badge is-${ run.status }` } data-testid="run-status">
					{ statusName( run.status ) }
				</span>
			</h2>
			{ active && (
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
					<p className="description">
						{ driver === 'tab'
							? __( 'Driven by this page.', 'unopim-connector' )
							: __( 'Driven by the site in the background.', 'unopim-connector' ) }{ ' ' }
						{ waiting && __( 'Waiting until UnoPim takes requests again.', 'unopim-connector' ) }{ ' ' }
						{ ! waiting && Boolean( rate ) &&
							/* translators: %s: number of items. */
							sprintf( __( '%s items a minute', 'unopim-connector' ), numberText( Math.round( rate ?? 0 ) ) ) }
						{ ! waiting && seconds !== null && `, ${ timeLeft( seconds ) }` }
					</p>
				</>
			) }
			{ counts && (
				<dl className="unopim-counts">
					{ countNames().map( ( [ key, label ] ) => (
						<div key={ key } className={ `is-${ key }` }>
							<dt>{ label }</dt>
							<dd data-testid={ `count-${ key }` }>{ numberText( counts[ key ] ) }</dd>
						</div>
					) ) }
				</dl>
			) }
			{ run.error && <ProblemNotice problem={ faultToProblem( run.error ) } /> }
			<Announcer
				text={ active ? `${ step } ${ amount ?? '' }` : statusName( run.status ) }
				mark={ `${ run.status }/${ progress?.step }/${ percent === null ? '' : Math.floor( percent / 10 ) }` }
			/>
		</section>
	);
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
