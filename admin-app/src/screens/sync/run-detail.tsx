import { Button } from '@wordpress/components';
import { useSelect } from '@wordpress/data';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { faultToProblem } from '../../api/problem';
import { fetchRun, undoRun } from '../../api/runs';
import { Link } from '../../components/link';
import { Notice } from '../../components/notice';
import { ProblemNotice } from '../../components/problem-notice';
import { ReasonButton } from '../../components/reason-button';
import { RunBadge } from '../../components/run-badge';
import { Loading } from '../../components/states';
import { useAction } from '../../components/use-action';
import { useQuery } from '../../components/use-query';
import { useRunWatch } from '../../components/use-run';
import { store as catalogStore } from '../../store/catalog';
import { jobName, originName } from '../../text/names';
import { duration, siteTime } from '../../text/time';
import { numberText } from '../../text/value';
import { countNames } from '../../text/words';
import { OperationList } from './operation-list';
import { undoObstacle } from './undo';
import { UndoQuestion } from './undo-question';

interface Props {
	id: number;
	onClose: () => void;
	/** Another run was started. */
	onChanged: () => void;
}

/** One run: what it was, what it did to every item, and the way back. */
export function RunDetail( { id, onClose, onChanged }: Props ) {
	const { data: run, problem, reload } = useQuery( () => fetchRun( id ), String( id ) );
	const { busy, problem: refused, run: act } = useAction();
	const [ asking, setAsking ] = useState( false );
	const [ undoing, setUndoing ] = useState( 0 );
	const follow = useRunWatch( () => {
		reload();
		onChanged();
	} );
	const mirror = useSelect( ( select ) => select( catalogStore ).getChannels()?.find( ( { code } ) => code === run?.job.channel )?.mirror ?? false, [ run ] );

	if ( ! run ) {
		return problem ? <ProblemNotice problem={ problem } onRetry={ () => reload() } /> : <Loading />;
	}
	const undo = () =>
		void act( 'undo', () => undoRun( id ), ( started ) => {
			setUndoing( started.id );
			onChanged();
			follow( started.id );
		} );
	const facts: [ string, string ][] = [
		[ __( 'Source', 'unopim-connector' ), originName( run.origin ?? '' ) ],
		[ __( 'Channel, language', 'unopim-connector' ), `${ run.job.channel }, ${ run.job.locale }` ],
		[ __( 'Started', 'unopim-connector' ), siteTime( run.started_at ?? run.created_at ) ],
		[ __( 'Ended', 'unopim-connector' ), siteTime( run.finished_at ) ],
		[ __( 'Duration', 'unopim-connector' ), duration( run.seconds ) ],
	];

	return (
		<section className="unopim-card" aria-label={ __( 'Run', 'unopim-connector' ) } data-testid="run-detail">
			<div className="unopim-head">
				<h3>
					{ /* translators: 1: number of a run. 2: what it does. */ sprintf( __( 'Run %1$d: %2$s', 'unopim-connector' ), run.id, jobName( run.job ) ) }{ ' ' }
					<RunBadge run={ run } />
				</h3>
				<div className="unopim-buttons">
					<ReasonButton variant="secondary" isDestructive reason={ undoObstacle( run ) } isBusy={ busy === 'undo' } onClick={ () => setAsking( true ) }>
						{ __( 'Undo', 'unopim-connector' ) }
					</ReasonButton>
					<Button variant="tertiary" onClick={ onClose }>
						{ __( 'Close', 'unopim-connector' ) }
					</Button>
				</div>
			</div>
			{ refused && <ProblemNotice problem={ refused } /> }
			{ undoing > 0 && (
				<Notice level="info" testId="undo-started">
					<p>
						{ /* translators: %d: number of a run. */ sprintf( __( 'Run %d takes it back.', 'unopim-connector' ), undoing ) }{ ' ' }
						<Link to="/sync">{ __( 'Look at its progress', 'unopim-connector' ) }</Link>
					</p>
				</Notice>
			) }
			<dl className="unopim-facts">
				{ facts.map( ( [ label, value ] ) => (
					<div key={ label }>
						<dt>{ label }</dt>
						<dd>{ value }</dd>
					</div>
				) ) }
			</dl>
			{ run.counts && (
				<dl className="unopim-counts">
					{ countNames( run.counts ).map( ( [ key, label ] ) => (
						<div key={ key }>
							<dt>{ label }</dt>
							<dd>{ numberText( run.counts?.[ key ] ?? 0 ) }</dd>
						</div>
					) ) }
				</dl>
			) }
			{ run.error && <ProblemNotice problem={ faultToProblem( run.error ) } /> }
			<p className="unopim-buttons">
				<Link to="/logs" query={ { run: String( id ) } }>
					{ __( 'Its log rows', 'unopim-connector' ) }
				</Link>
				{ run.dry && (
					<Link to="/sync" query={ { plan: String( id ) } }>
						{ __( 'Its plan', 'unopim-connector' ) }
					</Link>
				) }
				{ run.job.kind === 'apply' && run.job.plan !== undefined && (
					<Link to="/sync" query={ { plan: String( run.job.plan ) } }>
						{ __( 'The plan it applied', 'unopim-connector' ) }
					</Link>
				) }
			</p>
			<OperationList run={ id } mark={ run.status } />
			{ asking && (
				<UndoQuestion
					run={ run }
					mirror={ mirror }
					onCancel={ () => setAsking( false ) }
					onConfirm={ () => {
						setAsking( false );
						undo();
					} }
				/>
			) }
		</section>
	);
}
