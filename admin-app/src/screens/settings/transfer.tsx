import { FormFileUpload } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { exportSettings, importSettings } from '../../api/settings';
import { Confirm } from '../../components/confirm';
import { download } from '../../components/download';
import { ProblemNotice } from '../../components/problem-notice';
import { ReasonButton, underWay } from '../../components/reason-button';
import { useAction } from '../../components/use-action';
import { useSnackbar } from '../../components/use-snackbar';

/** Settings, channels, mapping and jobs as a file, to another site or back. No credentials are in it. */
export function Transfer( { onImported }: { onImported: () => void } ) {
	const { busy, problem, run } = useAction();
	const [ chosen, setChosen ] = useState< File | null >( null );
	const tell = useSnackbar();

	const save = () =>
		void run( 'export', exportSettings, ( file ) => {
			const text = JSON.stringify( file, null, '\t' );
			download( new Blob( [ text ], { type: 'application/json' } ), `unopim-connector-${ file.exported_at.slice( 0, 10 ) }.json` );
		} );
	const load = ( file: File ) =>
		void run(
			'import',
			async () => importSettings( await parsed( file ) ),
			() => {
				onImported();
				tell( __( 'Settings imported.', 'unopim-connector' ) );
			}
		);

	return (
		<section className="unopim-card" aria-label={ __( 'Export and import', 'unopim-connector' ) }>
			<h3>{ __( 'Export and import', 'unopim-connector' ) }</h3>
			<p>
				{ __(
					'Settings, channels, mapping and scheduled jobs as one JSON file. Credentials are never part of it.',
					'unopim-connector'
				) }
			</p>
			{ problem && <ProblemNotice problem={ problem } title={ __( 'Nothing was imported or exported.', 'unopim-connector' ) } /> }
			<div className="unopim-buttons">
				<ReasonButton variant="secondary" isBusy={ busy === 'export' } reason={ underWay( busy ) } onClick={ save }>
					{ __( 'Export', 'unopim-connector' ) }
				</ReasonButton>
				<FormFileUpload
					accept="application/json,.json"
					className="is-secondary"
					disabled={ busy !== null }
					onChange={ ( event ) => {
						setChosen( event.currentTarget.files?.[ 0 ] ?? null );
						event.currentTarget.value = ''; // the same file can be chosen again
					} }
				>
					{ __( 'Import …', 'unopim-connector' ) }
				</FormFileUpload>
			</div>
			{ chosen && (
				<Confirm
					title={ __( 'Import these settings?', 'unopim-connector' ) }
					action={ __( 'Import', 'unopim-connector' ) }
					onCancel={ () => setChosen( null ) }
					onConfirm={ () => {
						setChosen( null );
						load( chosen );
					} }
				>
					<p>
						{ sprintf(
							/* translators: %s: name of a file. */
							__( '“%s” replaces settings, channels, mapping and scheduled jobs of this site. Export them first if you may want them back.', 'unopim-connector' ),
							chosen.name
						) }
					</p>
				</Confirm>
			) }
		</section>
	);
}

async function parsed( file: File ): Promise< unknown > {
	try {
		return JSON.parse( await file.text() );
	} catch {
		throw {
			code: 'bad_import',
			message: __( 'This file is no JSON.', 'unopim-connector' ),
			next_step: __( 'Choose a file that Export has made.', 'unopim-connector' ),
		};
	}
}
