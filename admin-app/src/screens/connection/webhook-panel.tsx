import { useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import { fetchWebhook, renewWebhookSecret } from '../../api/webhook';
import type { Webhook } from '../../api/webhook';
import { Confirm } from '../../components/confirm';
import { CopyField } from '../../components/copy-field';
import { ProblemNotice } from '../../components/problem-notice';
import { ReasonButton, underWay } from '../../components/reason-button';
import { useAction } from '../../components/use-action';
import { useQuery } from '../../components/use-query';
import { siteTime } from '../../text/time';
import { numberText } from '../../text/value';

/** Where UnoPim tells of changes, and the secret that its messages are signed with. */
export function WebhookPanel() {
	const { data, problem, reload } = useQuery( fetchWebhook );
	const { busy, problem: refused, run } = useAction();
	const [ secret, setSecret ] = useState< string | null >( null );
	const [ asking, setAsking ] = useState( false );

	const renew = () =>
		void run( 'renew', renewWebhookSecret, ( { secret: made, ...webhook } ) => {
			setSecret( made );
			reload( webhook );
		} );

	return (
		<section className="unopim-card" aria-label={ __( 'Webhook', 'unopim-connector' ) } data-testid="webhook">
			<h3>{ __( 'Webhook', 'unopim-connector' ) }</h3>
			<p>
				{ __(
					'UnoPim can tell the shop of changed products at once. Enter this address and secret in UnoPim. Signing needs UnoPim 3.0 or newer, and UnoPim calls public addresses only.',
					'unopim-connector'
				) }
			</p>
			{ problem && <ProblemNotice problem={ problem } onRetry={ () => reload() } /> }
			{ refused && <ProblemNotice problem={ refused } /> }
			{ data && (
				<>
					<CopyField label={ __( 'Receiver address', 'unopim-connector' ) } value={ data.address } />
					{ secret && (
						<>
							<CopyField label={ __( 'Secret', 'unopim-connector' ) } value={ secret } />
							<p className="unopim-warning" role="status">
								<strong>{ __( 'Copy it now:', 'unopim-connector' ) }</strong> { __( 'it is shown this once and never again.', 'unopim-connector' ) }
							</p>
						</>
					) }
					<dl className="unopim-facts">
						<div>
							<dt>{ __( 'Secret', 'unopim-connector' ) }</dt>
							<dd>
								{ data.has_secret
									? /* translators: %s: date and time. */ sprintf( __( 'made %s', 'unopim-connector' ), siteTime( data.made_at ) )
									: __( 'none yet; messages are refused', 'unopim-connector' ) }
							</dd>
						</div>
						<div>
							<dt>{ __( 'Last delivery', 'unopim-connector' ) }</dt>
							<dd>{ lastText( data ) }</dd>
						</div>
					</dl>
					<ReasonButton variant="secondary" isBusy={ busy !== null } reason={ underWay( busy ) } onClick={ () => ( data.has_secret ? setAsking( true ) : renew() ) }>
						{ data.has_secret ? __( 'Renew secret', 'unopim-connector' ) : __( 'Make a secret', 'unopim-connector' ) }
					</ReasonButton>
				</>
			) }
			{ asking && (
				<Confirm
					title={ __( 'Renew the secret?', 'unopim-connector' ) }
					action={ __( 'Renew secret', 'unopim-connector' ) }
					onCancel={ () => setAsking( false ) }
					onConfirm={ () => {
						setAsking( false );
						renew();
					} }
				>
					<p>{ __( 'Messages signed with the present secret are refused from then on, until UnoPim has the new one.', 'unopim-connector' ) }</p>
				</Confirm>
			) }
		</section>
	);
}

function lastText( { last }: Webhook ): string {
	if ( ! last ) {
		return __( 'none has come', 'unopim-connector' );
	}
	return [
		siteTime( last.at ),
		last.event,
		/* translators: %s: number of SKUs. */
		sprintf( _n( '%s SKU', '%s SKUs', last.skus, 'unopim-connector' ), numberText( last.skus ) ),
	]
		.filter( Boolean )
		.join( ', ' );
}
