import { Button, SelectControl, TextControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { FormEvent } from 'react';
import { MODERN } from '../../components/modern';
import { ReasonButton } from '../../components/reason-button';

interface Props {
	fields: Record< string, string >;
	onChange: ( fields: Record< string, string > ) => void;
}

/** What of a UnoPim category becomes what of the shop's, beside its name and description. */
export function CategoryFields( { fields, onChange }: Props ) {
	const [ code, setCode ] = useState( '' );
	const [ target, setTarget ] = useState( 'thumbnail' );
	const [ key, setKey ] = useState( '' );
	const full = target === 'meta' ? `meta:${ key.trim() }` : target;
	const ready = code.trim() !== '' && full !== 'meta:';

	const add = ( event: FormEvent ) => {
		event.preventDefault();
		if ( ready ) {
			onChange( { ...fields, [ code.trim() ]: full } );
			setCode( '' );
			setKey( '' );
		}
	};

	return (
		<details className="unopim-part" data-testid="category-fields">
			<summary>{ __( 'Category fields', 'unopim-connector' ) }</summary>
			<ul>
				<li>
					<code>name</code> → { __( 'Name', 'unopim-connector' ) }
				</li>
				<li>
					<code>description</code> → { __( 'Description', 'unopim-connector' ) }
				</li>
				{ Object.entries( fields ).map( ( [ field, to ] ) => (
					<li key={ field }>
						<code>{ field }</code> → { to === 'thumbnail' ? __( 'Thumbnail', 'unopim-connector' ) : to }{ ' ' }
						<Button
							variant="link"
							isDestructive
							aria-label={ /* translators: %s: code of a category field. */ sprintf( __( 'Remove the field %s', 'unopim-connector' ), field ) }
							onClick={ () => onChange( Object.fromEntries( Object.entries( fields ).filter( ( [ other ] ) => other !== field ) ) ) }
						>
							{ __( 'Remove', 'unopim-connector' ) }
						</Button>
					</li>
				) ) }
			</ul>
			<form className="unopim-toolbar" onSubmit={ add }>
				<TextControl { ...MODERN } label={ __( 'UnoPim category field', 'unopim-connector' ) } value={ code } onChange={ setCode } spellCheck={ false } />
				<SelectControl
					{ ...MODERN }
					label={ __( 'In the shop', 'unopim-connector' ) }
					value={ target }
					options={ [
						{ value: 'thumbnail', label: __( 'Thumbnail', 'unopim-connector' ) },
						{ value: 'meta', label: __( 'Term meta', 'unopim-connector' ) },
					] }
					onChange={ setTarget }
				/>
				{ target === 'meta' && (
					<TextControl { ...MODERN } label={ __( 'Meta key', 'unopim-connector' ) } value={ key } onChange={ setKey } spellCheck={ false } />
				) }
				<ReasonButton variant="secondary" type="submit" reason={ ready ? null : __( 'Name the field, and the meta key if it becomes one.', 'unopim-connector' ) }>
					{ __( 'Add field', 'unopim-connector' ) }
				</ReasonButton>
			</form>
		</details>
	);
}
