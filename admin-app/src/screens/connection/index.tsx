import { useDispatch, useSelect } from '@wordpress/data';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { Confirm } from '../../components/confirm';
import { Notice } from '../../components/notice';
import { ProblemNotice } from '../../components/problem-notice';
import { ReasonButton, underWay } from '../../components/reason-button';
import { Screen } from '../../components/screen';
import { Loading } from '../../components/states';
import { store as connectionStore } from '../../store/connection';
import { Badge } from './badge';
import { Checklist } from './checklist';
import { CredentialsForm } from './credentials-form';
import { WebhookPanel } from './webhook-panel';

export default function ConnectionScreen() {
	const { connection, busy, problem, saved } = useSelect( ( select ) => {
		const from = select( connectionStore );
		return {
			connection: from.getConnection(),
			busy: from.getBusy(),
			problem: from.getProblem(),
			saved: from.wasSaved(),
		};
	}, [] );
	const { load, testAndSave, disconnect } = useDispatch( connectionStore );
	const [ asking, setAsking ] = useState( false );

	if ( ! connection ) {
		return (
			<Screen title={ __( 'Connection', 'unopim-connector' ) }>
				{ problem ? <ProblemNotice problem={ problem } onRetry={ () => void load() } /> : <Loading /> }
			</Screen>
		);
	}

	return (
		<Screen title={ __( 'Connection', 'unopim-connector' ) }>
			<Checklist connected={ connection.state !== 'not_connected' } mark={ `${ connection.state }/${ connection.url }` } />
			<div className="unopim-card">
				<Badge connection={ connection } />
				{ saved && (
					<Notice level="success">
						<p>{ __( 'Signed in and saved.', 'unopim-connector' ) }</p>
					</Notice>
				) }
				{ connection.weak_key_storage && (
					<Notice level="warning">
						<p>
							{ __(
								'The site’s security keys are missing in wp-config.php, so the key that protects the stored secrets lies in the database beside them. Define the keys there, then save the connection again.',
								'unopim-connector'
							) }
						</p>
					</Notice>
				) }
				<CredentialsForm
					connection={ connection }
					problem={ problem }
					busy={ busy === 'testing' }
					onSubmit={ ( credentials ) => void testAndSave( credentials ) }
				/>
				{ connection.url !== '' && (
					<p className="unopim-disconnect">
						<ReasonButton variant="secondary" isDestructive reason={ underWay( busy ) } onClick={ () => setAsking( true ) }>
							{ __( 'Disconnect', 'unopim-connector' ) }
						</ReasonButton>
					</p>
				) }
				{ asking && (
					<Confirm
						title={ __( 'Disconnect from UnoPim?', 'unopim-connector' ) }
						action={ __( 'Disconnect', 'unopim-connector' ) }
						onCancel={ () => setAsking( false ) }
						onConfirm={ () => {
							setAsking( false );
							void disconnect();
						} }
					>
						<p>
							{ __(
								'The stored credentials and the session are removed. Links and mapping stay, so connecting again goes on where you left off.',
								'unopim-connector'
							) }
						</p>
					</Confirm>
				) }
			</div>
			<WebhookPanel />
		</Screen>
	);
}
