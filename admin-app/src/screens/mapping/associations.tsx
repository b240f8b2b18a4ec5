import { Button, SelectControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { MODERN } from '../../components/modern';
import { linkLists } from '../../text/names';
import type { Diagnostic } from '../../types/generated';
import { USUAL, mapOf, withType, withoutType } from './association-map';
import type { AssociationMap } from './association-map';
import { AssociationTypeForm } from './association-type-form';
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
	const [ open, setOpen ] = useState( false );
	const map = mapOf( associations );
	const before = mapOf( saved );
	const lists = [ ...Object.entries( linkLists() ).map( ( [ value, label ] ) => ( { value, label } ) ), { value: '', label: __( 'Nothing', 'unopim-connector' ) } ];

	return (
		<details className="unopim-part unopim-associations" data-testid="associations" onToggle={ ( { currentTarget } ) => setOpen( currentTarget.open ) }>
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
			{ open && <AssociationTypeForm map={ map } onAdd={ ( type ) => onChange( withType( map, type, 'related' ) ) } /> }
		</details>
	);
}
