import { useDispatch, useSelect } from '@wordpress/data';
import { __ } from '@wordpress/i18n';
import { store as mappingStore } from '../../store/mapping';
import { store as previewStore } from '../../store/preview';
import { coreFieldName } from '../../text/words';
import { CORE_FIELDS } from '../../types/generated';
import type { Diagnostic, Mapping } from '../../types/generated';
import { CoreRowEditor } from './core-row';
import { DefaultFamily } from './default-family';
import { MappingFrame } from './frame';
import { useMapping } from './use-mapping';

const NONE: Diagnostic[] = [];
const EMPTY = Object.fromEntries( CORE_FIELDS.map( ( field ) => [ field, null ] ) ) as Mapping[ 'core' ];

/** The nine rows that every product has. */
export default function CoreScreen() {
	const state = useMapping();
	const unsaved = useSelect( ( select ) => select( mappingStore ).getUnsavedCore(), [] );
	const diagnostics = useSelect( ( select ) => select( previewStore ).getDiagnostics(), [] );
	const { editCore } = useDispatch( mappingStore );
	return (
		<MappingFrame
			title={ __( 'Core Fields', 'unopim-connector' ) }
			description={ __( 'Which UnoPim attribute fills which standard field of a product. These nine rows hold for all channels and languages.', 'unopim-connector' ) }
			state={ state }
			autoMap={ { label: __( 'Apply WC defaults', 'unopim-connector' ), parts: [ 'core' ] } }
			clear={ { question: __( 'All nine rows are emptied.', 'unopim-connector' ), parts: { core: EMPTY } } }
		>
			{ ( mapping ) => (
				<>
				{ CORE_FIELDS.map( ( field ) => (
					<CoreRowEditor
						key={ field }
						label={ coreFieldName( field ) }
						field={ field }
						row={ mapping.core[ field ] ?? null }
						unsaved={ unsaved.includes( field ) }
						diagnostics={ diagnostics.get( `core.${ field }` ) ?? NONE }
						onChange={ ( row ) => editCore( field, row ) }
					/>
				) ) }
				<DefaultFamily />
				</>
			) }
		</MappingFrame>
	);
}
