import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import { exclude } from '../api/links';
import { fetchProductState } from '../api/products';
import type { ProductState } from '../api/products';
import { startRunOnSite } from '../api/runs';
import { Notice } from '../components/notice';
import { ProblemNotice } from '../components/problem-notice';
import { ReasonButton } from '../components/reason-button';
import { Loading } from '../components/states';
import { useAction } from '../components/use-action';
import { useQuery } from '../components/use-query';
import { useRunWatch } from '../components/use-run';
import { addressOf } from '../router';
import { siteTime } from '../text/time';
import { fieldName } from '../text/words';
import type { RunStatus } from '../types/rest';
import { keptFields, pullReason, pushReason, stateOf } from './facts';

/** What the connector knows of this product, and what can be done with it alone. */
export function Panel( { product }: { product: number } ) {
	const { data: state, problem, reload } = useQuery( () => fetchProductState( product ), String( product ) );
	const { busy, problem: refused, done, run } = useAction();
	const [ under, setUnder ] = useState< 'pull' | 'push' | null >( null );
	const follow = useRunWatch( ( status ) => {
		setUnder( null );
		reload();
		void run( 'ended', () => Promise.resolve( status ), () => endText( under, status ) );
	} );

	if ( ! state ) {
		return problem ? <ProblemNotice problem={ problem } onRetry={ () => reload() } /> : <Loading />;
	}
	const { code, name } = stateOf( state );
	const link = state.links[ 0 ];
	const sku = link?.code ?? state.sku;
	const channel = link?.channel ?? state.parked[ 0 ]?.channel ?? '';
	const linked = link === undefined ? __( 'It is not linked yet. The next pull links it by its SKU.', 'unopim-connector' ) : null;
	const start = ( kind: 'pull' | 'push', job: Parameters< typeof startRunOnSite >[ 0 ] ) =>
		void run( kind, () => startRunOnSite( job ), ( { id } ) => {
			setUnder( kind );
			follow( id );
		} );
	const pull = () => start( 'pull', { kind: 'pull', scope: 'one', channel, skus: [ sku ] } );
	const push = () => start( 'push', { kind: 'push', scope: 'one', channel: state.push.channel, locale: state.push.locale, ids: { product: [ product ] } } );
	const wait = underWay( under );
	const toggle = () => void run( 'exclude', () => exclude( { channel, entity: 'product', code: sku, id: product }, ! state.excluded ), () => reload() );

	return (
		<div className="unopim-product">
			<p>
				<span className={ `unopim-badge is-${ code }` } data-testid="product-state">
					{ name }
				</span>
			</p>
			{ refused && <ProblemNotice problem={ refused } /> }
			{ done && (
				<Notice level="info">
					<p>{ done }</p>
				</Notice>
			) }
			<Facts state={ state } />
			<div className="unopim-stacked">
				<ReasonButton
					variant="secondary"
					reason={ wait ?? linked ?? pullReason( state ) }
					isBusy={ busy === 'pull' || under === 'pull' }
					onClick={ pull }
				>
					{ __( 'Pull this product', 'unopim-connector' ) }
				</ReasonButton>
				<Button variant="secondary" href={ addressOf( '/preview', { sku, ...( channel ? { channel } : {} ) } ) }>
					{ __( 'Preview', 'unopim-connector' ) }
				</Button>
				<ReasonButton variant="secondary" reason={ wait ?? pushReason( state ) } isBusy={ busy === 'push' || under === 'push' } onClick={ push }>
					{ __( 'Push this product', 'unopim-connector' ) }
				</ReasonButton>
				<ReasonButton variant="tertiary" reason={ state.excluded ? null : linked } isBusy={ busy === 'exclude' } onClick={ toggle }>
					{ state.excluded ? __( 'Include in sync again', 'unopim-connector' ) : __( 'Exclude from sync', 'unopim-connector' ) }
				</ReasonButton>
			</div>
		</div>
	);
}

/** Why nothing further can be started. */
function underWay( under: 'pull' | 'push' | null ): string | null {
	if ( under === null ) {
		return null;
	}
	return under === 'pull' ? __( 'It is being pulled.', 'unopim-connector' ) : __( 'It is being pushed.', 'unopim-connector' );
}

function endText( under: 'pull' | 'push' | null, status: RunStatus ): string {
	if ( status !== 'done' ) {
		return under === 'push'
			? __( 'The push has ended with something to look at; see Logs.', 'unopim-connector' )
			: __( 'The pull has ended with something to look at; see Logs.', 'unopim-connector' );
	}
	return under === 'push'
		? __( 'Pushed. What was edited in the shop is in UnoPim; the log tells of anything left out.', 'unopim-connector' )
		: __( 'Pulled. Reload the page to see the product as it is now.', 'unopim-connector' );
}

function Facts( { state }: { state: ProductState } ) {
	const kept = keptFields( state );
	const held = state.held.flatMap( ( { fields } ) => fields );
	return (
		<>
			{ state.links.map( ( { link, code, channel, last_pull, last_push } ) => (
				<dl key={ link }>
					<dt>{ __( 'UnoPim SKU', 'unopim-connector' ) }</dt>
					<dd>
						<code>{ code }</code> { channel }
					</dd>
					<dt>{ __( 'Last pull', 'unopim-connector' ) }</dt>
					<dd>{ siteTime( last_pull ) }</dd>
					<dt>{ __( 'Last push', 'unopim-connector' ) }</dt>
					<dd>{ siteTime( last_push ) }</dd>
				</dl>
			) ) }
			{ held.length > 0 && (
				<p>
					{ sprintf(
						/* translators: %d: number of fields. */
						_n( '%d field waits for your choice:', '%d fields wait for your choice:', held.length, 'unopim-connector' ),
						held.length
					) }{ ' ' }
					{ held.map( ( { field, shown } ) => fieldName( field, shown?.label ) ).join( ', ' ) }{ ' ' }
					<a href={ addressOf( '/sync/review' ) }>{ __( 'Decide', 'unopim-connector' ) }</a>
				</p>
			) }
			{ state.push.waiting && (
				<p>
					{ sprintf(
						/* translators: %s: date and time. */
						__( 'Waits to be sent to UnoPim, at the earliest %s.', 'unopim-connector' ),
						siteTime( state.push.waiting.next_at )
					) }
				</p>
			) }
			{ state.push.told && state.push.told.level !== 'success' && (
				<p data-testid="push-told">
					<strong>{ __( 'Last push:', 'unopim-connector' ) }</strong> { state.push.told.message } { state.push.told.hint }
				</p>
			) }
			{ state.parked.map( ( { row, message, hint, code } ) => (
				<p key={ row } className="unopim-error">
					{ message || code } { hint } <a href={ addressOf( '/sync/parked', { search: state.links[ 0 ]?.code ?? state.sku } ) }>{ __( 'Look at it', 'unopim-connector' ) }</a>
				</p>
			) ) }
			{ kept.length > 0 && (
				<p>
					{ __( 'Kept as edited in the shop:', 'unopim-connector' ) } { kept.map( ( { field, shown } ) => fieldName( field, shown?.label ) ).join( ', ' ) }
				</p>
			) }
		</>
	);
}
