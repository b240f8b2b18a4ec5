import { SelectControl } from '@wordpress/components';
import { useSelect } from '@wordpress/data';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { fetchFamilies } from '../../api/catalog';
import { toProblem } from '../../api/problem';
import { fetchSettings, saveSettings } from '../../api/settings';
import { MODERN } from '../../components/modern';
import { ProblemNotice } from '../../components/problem-notice';
import { useQuery } from '../../components/use-query';
import { useSnackbar } from '../../components/use-snackbar';
import { store as previewStore } from '../../store/preview';
import { entryText } from '../../text/entry';
import type { Problem } from '../../types/rest';

/** The family of products that are sent to UnoPim without one. A setting of the site, saved when it is chosen. */
export function DefaultFamily() {
	// The first preview has the catalogue read.
	const status = useSelect( ( select ) => select( previewStore ).getStatus(), [] );
	const families = useQuery( fetchFamilies, status === 'ready' ? 'read' : '' );
	const settings = useQuery( fetchSettings );
	const say = useSnackbar();
	const [ problem, setProblem ] = useState< Problem | null >( null );
	const chosen = settings.data?.default_family ?? '';
	const known = families.data ?? [];
	const options = [
		{ value: '', label: __( 'None', 'unopim-connector' ) },
		...known.map( ( family ) => ( { value: family.code, label: entryText( family ) } ) ),
	];
	if ( chosen !== '' && ! known.some( ( { code } ) => code === chosen ) ) {
		options.push( { value: chosen, label: chosen } );
	}

	const choose = async ( family: string ) => {
		setProblem( null );
		try {
			settings.reload( await saveSettings( { default_family: family } ) );
			say( __( 'Default family saved.', 'unopim-connector' ) );
		} catch ( error ) {
			setProblem( toProblem( error ) );
		}
	};

	return (
		<div className="unopim-part">
			<SelectControl
				{ ...MODERN }
				label={ __( 'Default family', 'unopim-connector' ) }
				help={ __( 'For products that are sent to UnoPim without a family. Without it such products are skipped.', 'unopim-connector' ) }
				value={ chosen }
				options={ options }
				disabled={ settings.data === null }
				onChange={ ( family ) => void choose( family ) }
			/>
			{ problem && <ProblemNotice problem={ problem } /> }
			{ settings.problem && <ProblemNotice problem={ settings.problem } onRetry={ () => settings.reload() } /> }
		</div>
	);
}
