import { useSelect } from '@wordpress/data';
import { __ } from '@wordpress/i18n';
import { fetchAssociationTypes } from '../../api/catalog';
import { useQuery } from '../../components/use-query';
import { store as previewStore } from '../../store/preview';
import { entryText } from '../../text/entry';
import type { CatalogEntry } from '../../types/rest';
import type { AssociationMap } from './association-map';
import { CodeForm } from './code-form';

interface Props {
	map: AssociationMap;
	onAdd: ( type: string ) => void;
}

/** Adds a type that UnoPim names, or that products in view have; a code that neither knows can be typed. */
export function AssociationTypeForm( { map, onAdd }: Props ) {
	const { seen, settled } = useSelect( ( select ) => {
		const from = select( previewStore );
		return { seen: from.getAssociationTypes(), settled: from.getStatus() !== 'loading' };
	}, [] );
	// The preview has the structure read anew where somebody asks for it: what it lists may be more then.
	const listed = useQuery( fetchAssociationTypes, String( settled ) ).data ?? [];
	const known = knownTypes( listed, seen ).filter( ( { code } ) => ! ( code in map ) );
	return (
		<CodeForm
			label={ __( 'Further type of association', 'unopim-connector' ) }
			action={ __( 'Add type', 'unopim-connector' ) }
			choose={ __( 'Choose a type of association.', 'unopim-connector' ) }
			offers={ known.map( ( type ) => ( { code: type.code, text: entryText( type ) } ) ) }
			refusal={ ( code ) => ( code in map ? __( 'This type has a row already.', 'unopim-connector' ) : null ) }
			help={
				known.length > 0
					? __( 'What UnoPim lists, and what the products in view have. Another one can be typed by its code.', 'unopim-connector' )
					: __( 'UnoPim names no further type, nor do the products in view. Type its code, such as accessories.', 'unopim-connector' )
			}
			onAdd={ onAdd }
		/>
	);
}

/** Each once: UnoPim's list has labels, what products have is a code alone. */
export function knownTypes( listed: CatalogEntry[], seen: string[] ): CatalogEntry[] {
	const codes = listed.map( ( { code } ) => code );
	return [ ...listed, ...seen.filter( ( code ) => ! codes.includes( code ) ).map( ( code ) => ( { code, label: code } ) ) ];
}
