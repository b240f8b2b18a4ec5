import { useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import { applyPlan, discardPlan, fetchPlan, makePlan } from '../../api/plans';
import type { StoredPlan } from '../../api/plans';
import type { Scope } from '../../api/mapping';
import { toProblem } from '../../api/problem';
import { Confirm } from '../../components/confirm';
import { Notice } from '../../components/notice';
import { ProblemNotice } from '../../components/problem-notice';
import { ReasonButton } from '../../components/reason-button';
import { useRunWatch } from '../../components/use-run';
import { navigate } from '../../router';
import { entityName } from '../../text/names';
import { actionName } from '../../text/words';
import type { Action } from '../../types/generated';
import type { Problem } from '../../types/rest';

interface Props extends Scope {
	/** The products in view; null of a sample, which is only looked at. */
	sku: string | null;
	ready: boolean;
}

/**
 * Applies what is in view. The site plans it once more and keeps that plan, so that what is confirmed is what is carried out: an
 * operation whose product has changed since is refused and not guessed.
 */
export function ApplyPlan( { channel, locale, sku, ready }: Props ) {
	const [ busy, setBusy ] = useState( false );
	const [ plan, setPlan ] = useState< StoredPlan | null >( null );
	const [ making, setMaking ] = useState( 0 );
	const [ problem, setProblem ] = useState< Problem | null >( null );

	const attempt = async ( work: () => Promise< void > ) => {
		setBusy( true );
		setProblem( null );
		try {
			await work();
		} catch ( error ) {
			setBusy( false );
			setProblem( toProblem( error ) );
		}
	};
	const watch = useRunWatch( () =>
		void attempt( async () => {
			setPlan( await fetchPlan( making ) );
			setBusy( false );
		} )
	);
	const make = ( one: string ) =>
		attempt( async () => {
			const { id } = await makePlan( { kind: 'pull', scope: 'one', channel, locale, skus: [ one ] } );
			setMaking( id );
			watch( id );
		} );
	const apply = ( id: number ) =>
		attempt( async () => {
			await applyPlan( id );
			navigate( '/sync' );
		} );
	const drop = ( id: number ) => {
		setPlan( null );
		// A plan that stays behind expires by itself.
		discardPlan( id ).catch( () => undefined );
	};

	const reason = ! ready
		? __( 'Look at a product first.', 'unopim-connector' )
		: sku === null
		? __( 'A sample is only looked at. Choose one product, or pull on the Sync page.', 'unopim-connector' )
		: busy
		? __( 'The plan is being made.', 'unopim-connector' )
		: null;

	return (
		<div className="unopim-apply">
			<ReasonButton variant="primary" isBusy={ busy } reason={ reason } onClick={ () => sku !== null && void make( sku ) }>
				{ __( 'Apply exactly this plan', 'unopim-connector' ) }
			</ReasonButton>
			{ reason && <span className="description"> { reason }</span> }
			{ problem && <ProblemNotice problem={ problem } /> }
			{ plan && plan.operations === 0 && (
				<Notice level="info">
					<p>{ __( 'Nothing is to be written: the shop has it all already.', 'unopim-connector' ) }</p>
				</Notice>
			) }
			{ plan && plan.operations > 0 && (
				<Confirm
					title={ __( 'Apply this plan?', 'unopim-connector' ) }
					action={ __( 'Apply', 'unopim-connector' ) }
					keep={ __( 'Discard', 'unopim-connector' ) }
					destructive={ false }
					onConfirm={ () => void apply( plan.id ) }
					onCancel={ () => drop( plan.id ) }
				>
					<ul>
						{ ( plan.summary ?? [] ).map( ( { entity, action, count } ) => (
							<li key={ `${ entity }/${ action }` }>
								{ sprintf(
									/* translators: 1: what happens, such as "Will be created". 2: number of items. 3: kind of the items, such as "Product". */
									_n( '%1$s: %2$d × %3$s', '%1$s: %2$d × %3$s', count, 'unopim-connector' ),
									actionName( action as Action ),
									count,
									entityName( entity )
								) }
							</li>
						) ) }
					</ul>
					<p>{ __( 'Nothing else is written. What somebody has changed in the shop since is left as it is, and shown.', 'unopim-connector' ) }</p>
				</Confirm>
			) }
		</div>
	);
}
