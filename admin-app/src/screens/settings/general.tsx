import { Button } from '@wordpress/components';
import { useDispatch } from '@wordpress/data';
import { useCallback, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { fetchSettings, saveSettings } from '../../api/settings';
import type { Settings } from '../../api/settings';
import { Confirm } from '../../components/confirm';
import { ProblemNotice } from '../../components/problem-notice';
import { ReasonButton } from '../../components/reason-button';
import { Screen } from '../../components/screen';
import { Loading } from '../../components/states';
import { useAction } from '../../components/use-action';
import { useQuery } from '../../components/use-query';
import { useSnackbar } from '../../components/use-snackbar';
import { useUnsaved } from '../../guard';
import { store as siteStore } from '../../store/site';
import { changes, complaint, groups } from './general-fields';
import { Setting } from './setting';
import { Transfer } from './transfer';

export default function GeneralSettings() {
	const stored = useQuery( fetchSettings );
	return (
		<Screen title={ __( 'General Settings', 'unopim-connector' ) } description={ __( 'For the whole site, all channels and languages.', 'unopim-connector' ) }>
			{ stored.problem && <ProblemNotice problem={ stored.problem } onRetry={ () => stored.reload() } /> }
			{ ! stored.data && ! stored.problem && <Loading /> }
			{ stored.data && <Form key={ stored.data.revision } stored={ stored.data } onSaved={ stored.reload } /> }
			{ stored.data && <Transfer onImported={ () => stored.reload() } /> }
		</Screen>
	);
}

function Form( { stored, onSaved }: { stored: Settings; onSaved: ( settings: Settings ) => void } ) {
	const [ values, setValues ] = useState( stored );
	const [ asking, setAsking ] = useState( false );
	const { busy, problem, run } = useAction();
	const { setDryRun } = useDispatch( siteStore );
	const tell = useSnackbar();

	const changed = changes( values, stored );
	const unsaved = Object.keys( changed ).length > 0;
	useUnsaved( unsaved, useCallback( () => setValues( stored ), [ stored ] ) );

	const fields = groups().flatMap( ( group ) => group.fields );
	const wrong = fields.some( ( field ) => complaint( field, values[ field.name ] ) !== null );
	const reason = ! unsaved
		? __( 'Nothing has been changed.', 'unopim-connector' )
		: wrong
		? __( 'Correct the values marked above.', 'unopim-connector' )
		: null;

	const set = ( name: keyof Settings, value: unknown ) => {
		setValues( { ...values, [ name ]: value } );
		if ( name === 'on_delete' && value === 'delete' && stored.on_delete !== 'delete' ) {
			setAsking( true );
		}
	};
	const save = () =>
		void run(
			'saving',
			() => saveSettings( changed ),
			( saved ) => {
				void setDryRun( saved.dry_run );
				onSaved( saved );
				tell( __( 'Settings saved.', 'unopim-connector' ) );
			}
		);

	return (
		<form
			onSubmit={ ( event ) => {
				event.preventDefault();
				if ( reason === null ) {
					save();
				}
			} }
		>
			{ problem && ! problem.path && <ProblemNotice problem={ problem } title={ __( 'Nothing was saved.', 'unopim-connector' ) } /> }
			{ groups().map( ( group ) => (
				<fieldset key={ group.title } className="unopim-card" disabled={ busy !== null }>
					<legend className="screen-reader-text">{ group.title }</legend>
					<h3>{ group.title }</h3>
					<div className="unopim-settings">
						{ group.fields.map( ( field ) => (
							<Setting
								key={ field.name }
								field={ field }
								value={ values[ field.name ] }
								unsaved={ field.name in changed }
								refusal={ problem?.path === field.name ? `${ problem.message } ${ problem.next_step ?? '' }` : null }
								onChange={ ( value ) => set( field.name, value ) }
							/>
						) ) }
					</div>
				</fieldset>
			) ) }
			<div className="unopim-buttons unopim-foot">
				<ReasonButton variant="primary" reason={ reason } isBusy={ busy !== null } onClick={ save }>
					{ __( 'Save settings', 'unopim-connector' ) }
				</ReasonButton>
				{ unsaved && (
					<Button variant="tertiary" onClick={ () => setValues( stored ) }>
						{ __( 'Discard changes', 'unopim-connector' ) }
					</Button>
				) }
			</div>
			{ asking && (
				<Confirm
					title={ __( 'Delete for good?', 'unopim-connector' ) }
					action={ __( 'Use Delete', 'unopim-connector' ) }
					keep={ __( 'Keep what is set', 'unopim-connector' ) }
					onConfirm={ () => setAsking( false ) }
					onCancel={ () => {
						setAsking( false );
						setValues( { ...values, on_delete: stored.on_delete } );
					} }
				>
					<p>
						{ __(
							'With Delete, what is gone from UnoPim is deleted in the shop permanently: it does not pass through the trash and no undo brings it back.',
							'unopim-connector'
						) }
					</p>
				</Confirm>
			) }
		</form>
	);
}
