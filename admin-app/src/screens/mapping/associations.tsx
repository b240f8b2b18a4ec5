import { Button, SelectControl, TextControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { FormEvent } from 'react';
import { MODERN } from '../../components/modern';
import { linkLists } from '../../text/names';
import type { Diagnostic } from '../../types/generated';
import { USUAL, mapOf, withType, withoutType } from './association-map';
import type { AssociationMap } from './association-map';
import { RowFrame } from './row-frame';

interface Props {
	/** As in the document: none, the usual types apply. */
	associations: AssociationMap | null | undefined;
	saved: AssociationMap | null | undefined;
	/** What the engine says about a row, by its path. */
	diagnostics: ReadonlyMap< string, Diagnostic[] >;
	onChange: ( associations: AssociationMap | undefined ) => void;
}

const NONE: Diagnostic[] = [];

/** Which links between UnoPim's products become which list of a product of the shop. */
export function Associations( { associations, saved, diagnostics, onChange }: Props ) {
	const [ code, setCode ] = useState( '' );
	const map = mapOf( associations );
	const before = mapOf( saved );
	const wanted = code.trim();
	const taken = wanted in map;
	const lists = [ ...Object.entries( linkLists() ).map( ( [ value, label ] ) => ( { value, label } ) ), { value: '', label: __( 'Nothing', 'unopim-connector' ) } ];

	const add = ( event: FormEvent ) => {
		event.preventDefault();
		if ( wanted !== '' && ! taken ) {
			onChange( withType( map, wanted, 'related' ) );
			setCode( '' );
		}
	};

	return (
		<details className="unopim-part unopim-associations" data-testid="associations">
			<summary>{ __( 'Associations', 'unopim-connector' ) }</summary>
			<p className="description">
				{ __(
					'Which links between products of UnoPim fill which list of the shop’s product. Products that are not in the shop yet follow as they arrive. The three usual types go both ways; types of your own (UnoPim 3.0 and newer) are pulled only.',
					'unopim-connector'
				) }
			</p>
			{ Object.entries( map ).map( ( [ type, field ] ) => (
				<RowFrame
					key={ type }
					label={ type }
					unsaved={ before[ type ] !== field }
					diagnostics={ diagnostics.get( `associations.${ type }` ) ?? NONE }
					testId={ `row-associations.${ type }` }
				>
					<SelectControl
						{ ...MODERN }
						label={ /* translators: %s: code of a type of association, such as "up_sells". */ sprintf( __( '%s fills', 'unopim-connector' ), type ) }
						value={ field ?? '' }
						options={ lists }
						onChange={ ( next ) => onChange( withType( map, type, next || null ) ) }
					/>
					{ ! ( type in USUAL ) && (
						<Button
							variant="link"
							isDestructive
							aria-label={ /* translators: %s: code of a type of association. */ sprintf( __( 'Remove the type %s', 'unopim-connector' ), type ) }
							onClick={ () => onChange( withoutType( map, type ) ) }
						>
							{ __( 'Remove', 'unopim-connector' ) }
						</Button>
					) }
				</RowFrame>
			) ) }
			<form className="unopim-toolbar" onSubmit={ add }>
				<TextControl
					{ ...MODERN }
					label={ __( 'Further type of association', 'unopim-connector' ) }
					help={ taken ? __( 'This type has a row already.', 'unopim-connector' ) : __( 'Its code in UnoPim, such as accessories', 'unopim-connector' ) }
					value={ code }
					onChange={ setCode }
					spellCheck={ false }
				/>
				<Button variant="secondary" type="submit" disabled={ wanted === '' || taken }>
					{ __( 'Add type', 'unopim-connector' ) }
				</Button>
			</form>
		</details>
	);
}
