import { Button, SelectControl, TextControl } from '@wordpress/components';
import { useSelect } from '@wordpress/data';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { fetchCategoryFields } from '../../api/catalog';
import { MODERN } from '../../components/modern';
import { useQuery } from '../../components/use-query';
import { store as previewStore } from '../../store/preview';
import { entryText } from '../../text/entry';
import type { Diagnostic } from '../../types/generated';
import type { CategoryFieldEntry } from '../../types/rest';
import { CodeForm } from './code-form';
import { RowFrame } from './row-frame';

type Fields = Record< string, string >;

interface Props {
	fields: Fields;
	saved: Fields;
	/** What the engine says about a row, by its path. */
	diagnostics: ReadonlyMap< string, Diagnostic[] >;
	onChange: ( fields: Fields ) => void;
}

const NONE: Diagnostic[] = [];
const THUMBNAIL = 'thumbnail';
const META = 'meta:';

/** Both have a place of their own on a term. */
const FIXED = [ 'name', 'description' ];

/** Name and type of a field, so that one sees what it can fill. */
export const fieldText = ( field: CategoryFieldEntry ): string => [ entryText( field ), field.type ].filter( Boolean ).join( ' · ' );

/** Where a field goes first: a picture becomes the thumbnail while there is none, everything else meta of its name. */
export const firstTarget = ( code: string, type: string | undefined, fields: Fields ): string =>
	type === 'image' && ! Object.values( fields ).includes( THUMBNAIL ) ? THUMBNAIL : META + code;

/** What of a UnoPim category becomes what of the shop's, beside its name and description. */
export function CategoryFields( { fields, saved, diagnostics, onChange }: Props ) {
	const [ open, setOpen ] = useState( false );
	const settled = useSelect( ( select ) => select( previewStore ).getStatus() !== 'loading', [] );
	// The preview has the structure read anew where somebody asks for it: there may be more fields then.
	const listed = useQuery( fetchCategoryFields, String( settled ) ).data ?? [];
	const byCode = new Map( listed.map( ( field ) => [ field.code, field ] ) );
	const named = ( code: string ) => byCode.get( code ) ?? { code, label: code, type: '' };
	const free = listed.filter( ( { code } ) => ! FIXED.includes( code ) && ! ( code in fields ) );

	return (
		<details className="unopim-part unopim-associations" data-testid="category-fields" onToggle={ ( { currentTarget } ) => setOpen( currentTarget.open ) }>
			<summary>{ __( 'Category fields', 'unopim-connector' ) }</summary>
			<p className="description">
				{ __( 'What else of a UnoPim category comes into the shop. Its name and its description always do: they become those of the shop’s category.', 'unopim-connector' ) }
			</p>
			{ Object.entries( fields ).map( ( [ code, target ] ) => (
				<FieldRow
					key={ code }
					field={ named( code ) }
					target={ target }
					unsaved={ saved[ code ] !== target }
					diagnostics={ diagnostics.get( `category_fields.${ code }` ) ?? NONE }
					onChange={ ( next ) => onChange( { ...fields, [ code ]: next } ) }
					onRemove={ () => onChange( Object.fromEntries( Object.entries( fields ).filter( ( [ other ] ) => other !== code ) ) ) }
				/>
			) ) }
			{ open && (
				<CodeForm
					label={ __( 'UnoPim category field', 'unopim-connector' ) }
					action={ __( 'Add field', 'unopim-connector' ) }
					choose={ __( 'Choose a category field.', 'unopim-connector' ) }
					offers={ free.map( ( field ) => ( { code: field.code, text: fieldText( field ) } ) ) }
					refusal={ ( code ) => refusal( code, fields ) }
					help={
						free.length > 0
							? __( 'The category fields of UnoPim, with their types. Another one can be typed by its code.', 'unopim-connector' )
							: __( 'UnoPim lists no further category field. One that it will have can be typed by its code.', 'unopim-connector' )
					}
					onAdd={ ( code ) => onChange( { ...fields, [ code ]: firstTarget( code, byCode.get( code )?.type, fields ) } ) }
				/>
			) }
		</details>
	);
}

function refusal( code: string, fields: Fields ): string | null {
	if ( FIXED.includes( code ) ) {
		return __( 'Name and description have their place already.', 'unopim-connector' );
	}
	return code in fields ? __( 'This field has a row already.', 'unopim-connector' ) : null;
}

interface RowProps {
	field: CategoryFieldEntry;
	target: string;
	unsaved: boolean;
	diagnostics: Diagnostic[];
	onChange: ( target: string ) => void;
	onRemove: () => void;
}

function FieldRow( { field, target, unsaved, diagnostics, onChange, onRemove }: RowProps ) {
	const { code } = field;
	const isMeta = target !== THUMBNAIL;
	return (
		<RowFrame label={ code } unsaved={ unsaved } diagnostics={ diagnostics } testId={ `row-category_fields.${ code }` }>
			<SelectControl
				{ ...MODERN }
				label={ /* translators: %s: a category field of UnoPim with its type, such as "Picture (picture) · image". */ sprintf( __( '%s fills', 'unopim-connector' ), fieldText( field ) ) }
				value={ isMeta ? META : THUMBNAIL }
				options={ [
					{ value: THUMBNAIL, label: __( 'Thumbnail', 'unopim-connector' ) },
					{ value: META, label: __( 'Term meta', 'unopim-connector' ) },
				] }
				onChange={ ( next ) => onChange( next === META ? META + code : next ) }
			/>
			{ isMeta && (
				<TextControl
					{ ...MODERN }
					label={ __( 'Meta key', 'unopim-connector' ) }
					value={ target.slice( META.length ) }
					onChange={ ( key ) => onChange( META + key.trim() ) }
					spellCheck={ false }
				/>
			) }
			<Button
				variant="link"
				isDestructive
				aria-label={ /* translators: %s: code of a category field. */ sprintf( __( 'Remove the field %s', 'unopim-connector' ), code ) }
				onClick={ onRemove }
			>
				{ __( 'Remove', 'unopim-connector' ) }
			</Button>
		</RowFrame>
	);
}
