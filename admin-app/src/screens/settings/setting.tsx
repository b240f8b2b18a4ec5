import { SelectControl, TextareaControl, TextControl, ToggleControl } from '@wordpress/components';
import { useId, useState } from '@wordpress/element';
import { MODERN } from '../../components/modern';
import { complaint, hostsOf } from './general-fields';
import type { Field } from './general-fields';

interface Props {
	field: Field;
	value: unknown;
	unsaved: boolean;
	/** The site's own objection. */
	refusal: string | null;
	onChange: ( value: unknown ) => void;
}

/** One setting: its control, its unit and limits, and what is wrong with its value. */
export function Setting( { field, value, unsaved, refusal, onChange }: Props ) {
	const id = useId();
	const wrong = refusal ?? complaint( field, value );
	return (
		<div className={ unsaved ? 'unopim-setting is-unsaved' : 'unopim-setting' } data-testid={ `setting-${ field.name }` }>
			<Control field={ field } value={ value } onChange={ onChange } describedBy={ wrong ? id : undefined } />
			{ wrong && (
				<p id={ id } className="unopim-error" role="alert">
					{ wrong }
				</p>
			) }
		</div>
	);
}

type ControlProps = Pick< Props, 'field' | 'value' | 'onChange' > & { describedBy: string | undefined };

function Control( { field, value, onChange, describedBy }: ControlProps ) {
	const { label, help } = field;
	const invalid = { 'aria-invalid': describedBy !== undefined, 'aria-errormessage': describedBy };
	switch ( field.type ) {
		case 'flag':
			return <ToggleControl { ...MODERN } label={ label } help={ help } checked={ value === true } onChange={ onChange } />;
		case 'choice':
			return <SelectControl { ...MODERN } label={ label } help={ help } value={ String( value ) } options={ field.options } onChange={ onChange } />;
		case 'number':
			return (
				<TextControl
					{ ...MODERN }
					{ ...invalid }
					type="number"
					className="unopim-number"
					label={ field.unit ? `${ label } (${ field.unit })` : label }
					help={ `${ help } ${ field.least }–${ field.most }.` }
					min={ field.least }
					max={ field.most }
					value={ Number.isNaN( value ) ? '' : String( value ) }
					onChange={ ( text ) => onChange( text === '' ? NaN : Number( text ) ) }
				/>
			);
		case 'text':
			return (
				<TextControl { ...MODERN } { ...invalid } label={ label } help={ help } placeholder={ field.placeholder } value={ String( value ) } onChange={ ( text ) => onChange( text.trim() ) } />
			);
		default:
			return <Hosts label={ label } help={ help } value={ value as string[] } onChange={ onChange } invalid={ invalid } />;
	}
}

interface HostsProps {
	label: string;
	help: string;
	value: string[];
	onChange: ( hosts: string[] ) => void;
	invalid: object;
}

/** The text stays as it is typed: an empty line is where the next host goes. */
function Hosts( { label, help, value, onChange, invalid }: HostsProps ) {
	const [ text, setText ] = useState( value.join( '\n' ) );
	const shown = hostsOf( text ).join() === value.join() ? text : value.join( '\n' );
	return (
		<TextareaControl
			{ ...MODERN }
			{ ...invalid }
			label={ label }
			help={ help }
			rows={ 3 }
			value={ shown }
			onChange={ ( next ) => {
				setText( next );
				onChange( hostsOf( next ) );
			} }
		/>
	);
}
