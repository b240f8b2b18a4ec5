import { __ } from '@wordpress/i18n';
import { AttributePicker } from '../../components/attribute-picker';
import type { CoreField, CoreRow, Diagnostic } from '../../types/generated';
import { RowFrame } from './row-frame';
import { RowOptions } from './row-options';

interface Props {
	label: string;
	field: CoreField;
	row: CoreRow | null;
	unsaved: boolean;
	diagnostics: Diagnostic[];
	onChange: ( row: CoreRow | null ) => void;
}

/** One of the nine pinned rows. */
export function CoreRowEditor( { label, field, row, unsaved, diagnostics, onChange }: Props ) {
	return (
		<RowFrame label={ label } unsaved={ unsaved } diagnostics={ diagnostics } testId={ `row-core.${ field }` }>
			<AttributePicker
				label={ label }
				value={ row?.attribute ?? null }
				extra={ field === 'status' ? statusFlag() : undefined }
				onChange={ ( attribute ) => onChange( attribute === null ? null : { ...row, attribute } ) }
			/>
			{ row && field !== 'sku' && (
				<RowOptions
					label={ label }
					clear={ row.clear_when_empty ?? false }
					onClear={ ( clear_when_empty ) => onChange( { ...row, clear_when_empty } ) }
				/>
			) }
		</RowFrame>
	);
}

/** Every product of UnoPim has it; it is no attribute, so no catalogue lists it. */
const statusFlag = () => ( { code: 'status', label: __( 'Status of the product, a system field', 'unopim-connector' ), type: '' } );
