import { Button } from '@wordpress/components';
import { useDispatch } from '@wordpress/data';
import { useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import { applyPlan, discardPlan, fetchPlan } from '../../api/plans';
import type { StoredPlan } from '../../api/plans';
import { Confirm } from '../../components/confirm';
import { ProblemNotice } from '../../components/problem-notice';
import { ReasonButton, underWay } from '../../components/reason-button';
import { Loading } from '../../components/states';
import { useAction } from '../../components/use-action';
import { useQuery } from '../../components/use-query';
import { useSnackbar } from '../../components/use-snackbar';
import { store as runStore } from '../../store/run';
import { entityName, operationName, planObstacle, planStateName } from '../../text/names';
import { siteTime } from '../../text/time';
import { numberText } from '../../text/value';
import { OperationList } from './operation-list';

interface Props {
	id: number;
	/** Why nothing can be applied now, by the direction of the plan. */
	reasons: { pull: string | null; push: string | null };
	/** Changes when the plan may have. */
	mark: string;
	onClose: () => void;
}

/** A stored plan: what it would write, and the choice to do so or to forget it. */
export function PlanPanel( { id, reasons, mark, onClose }: Props ) {
	const { data: plan, problem, reload } = useQuery( () => fetchPlan( id ), `${ id }/${ mark }` );
	const { begin } = useDispatch( runStore );
	const { busy, problem: refused, run } = useAction();
	const [ asking, setAsking ] = useState( false );
	const tell = useSnackbar();

	if ( ! plan ) {
		return problem ? <ProblemNotice problem={ problem } onRetry={ () => reload() } /> : <Loading />;
	}
	const isPush = plan.job.kind === 'push';
	const reason = isPush ? reasons.push : reasons.pull;
	const obstacle = planObstacle( plan.state ) ?? ( plan.operations === 0 ? __( 'The plan holds nothing to write.', 'unopim-connector' ) : reason );
	const discard = () =>
		void run( 'discard', () => discardPlan( id ), () => {
			tell( __( 'The plan was discarded.', 'unopim-connector' ) );
			onClose();
		} );

	return (
		<section className="unopim-card" aria-label={ __( 'Plan', 'unopim-connector' ) } data-testid="plan">
			<div className="unopim-head">
				<h3>
					{ /* translators: %d: number of a plan. */ sprintf( __( 'Plan %d', 'unopim-connector' ), id ) }{ ' ' }
					<span className={ `unopim-badge is-${ plan.state }` } data-testid="plan-state">
						{ planStateName( plan.state ) }
					</span>
				</h3>
				<div className="unopim-buttons">
					<ReasonButton variant="primary" reason={ obstacle } onClick={ () => setAsking( true ) }>
						{ __( 'Apply', 'unopim-connector' ) }
					</ReasonButton>
					<ReasonButton variant="secondary" isBusy={ busy === 'discard' } reason={ underWay( busy ) } onClick={ discard }>
						{ __( 'Discard', 'unopim-connector' ) }
					</ReasonButton>
					<Button variant="tertiary" onClick={ onClose }>
						{ __( 'Close', 'unopim-connector' ) }
					</Button>
				</div>
			</div>
			<p className="description">
				{ sprintf(
					isPush
						? /* translators: %s: date and time. */
						  __( 'Made %s. Nothing has been sent. Apply sends exactly these operations; where UnoPim or the shop has changed in between, the item is planned anew instead.', 'unopim-connector' )
						: /* translators: %s: date and time. */
						  __( 'Made %s. Nothing has been written. Apply carries out exactly these operations; where the shop has changed in between, the item is planned anew instead.', 'unopim-connector' ),
					siteTime( plan.finished_at ?? plan.created_at )
				) }
			</p>
			{ refused && <ProblemNotice problem={ refused } /> }
			<Summary plan={ plan } />
			<OperationList run={ id } mark={ mark } />
			{ asking && (
				<Confirm
					title={ __( 'Apply this plan?', 'unopim-connector' ) }
					action={ __( 'Apply', 'unopim-connector' ) }
					keep={ __( 'Not now', 'unopim-connector' ) }
					destructive={ false }
					onCancel={ () => setAsking( false ) }
					onConfirm={ () => {
						setAsking( false );
						void begin( () => applyPlan( id ) );
					} }
				>
					<p>
						{ sprintf(
							isPush
								? /* translators: %s: number of operations. */
								  _n( '%s operation is carried out in UnoPim. History can take it back.', '%s operations are carried out in UnoPim. History can take them back.', plan.operations, 'unopim-connector' )
								: /* translators: %s: number of operations. */
								  _n( '%s operation is carried out in the shop. History can take it back.', '%s operations are carried out in the shop. History can take them back.', plan.operations, 'unopim-connector' ),
							numberText( plan.operations )
						) }
					</p>
				</Confirm>
			) }
		</section>
	);
}

/** How many operations of each kind there are. */
function Summary( { plan }: { plan: StoredPlan } ) {
	return (
		<dl className="unopim-counts" data-testid="plan-summary">
			{ ( plan.summary ?? [] ).map( ( { entity, action, outcome, count } ) => (
				<div key={ `${ entity }/${ action }/${ outcome }` }>
					<dt>
						{ entityName( entity ) }: { operationName( action ) }
					</dt>
					<dd>{ numberText( count ) }</dd>
				</div>
			) ) }
		</dl>
	);
}
