import { ComboboxControl } from '@wordpress/components';
import { useSelect } from '@wordpress/data';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { FormEvent } from 'react';
import { fetchAssociationTypes } from '../../api/catalog';
import { MODERN } from '../../components/modern';
import { ReasonButton } from '../../components/reason-button';
import { useQuery } from '../../components/use-query';
import { store as previewStore } from '../../store/preview';
import type { CatalogEntry } from '../../types/rest';
import { isCode } from './association-map';
import type { AssociationMap } from './association-map';

interface Props {
	map: AssociationMap;
	onAdd: ( type: string ) => void;
}

/** Adds a type that UnoPim names, or that products in view have; a code that neither knows can be typed. */
export function AssociationTypeForm( { map, onAdd }: Props ) {
	const [ chosen, setChosen ] = useState( '' );
	const [ typed, setTyped ] = useState( '' );
	const { seen, settled } = useSelect( ( select ) => {
		const from = select( previewStore );
		return { seen: from.getAssociationTypes(), settled: from.getStatus() !== 'loading' };
	}, [] );
	// The preview has the structure read anew where somebody asks for it: what it lists may be more then.
	const listed = useQuery( fetchAssociationTypes, String( settled ) ).data ?? [];
	const known = knownTypes( listed, seen ).filter( ( { code } ) => ! ( code in map ) );
	const wanted = typed.trim();
	const taken = wanted in map;
	const bad = wanted !== '' && ! isCode( wanted );
	const isNew = wanted !== '' && ! bad && ! taken && ! known.some( ( { code, label } ) => code === wanted || label === wanted );

	const options = known.map( ( { code, label } ) => ( { value: code, label: label && label !== code ? `${ label } (${ code })` : code } ) );
	[ isNew ? wanted : '', chosen ].forEach( ( code ) => {
		if ( code !== '' && ! options.some( ( { value } ) => value === code ) ) {
			/* translators: %s: what somebody has typed. */
			options.push( { value: code, label: code === chosen ? code : sprintf( __( 'Use the code “%s”', 'unopim-connector' ), code ) } );
		}
	} );

	const help = () => {
		if ( bad ) {
			return __( 'A code has letters, digits and _ alone.', 'unopim-connector' );
		}
		if ( taken ) {
			return __( 'This type has a row already.', 'unopim-connector' );
		}
		return known.length > 0
			? __( 'What UnoPim lists, and what the products in view have. Another one can be typed by its code.', 'unopim-connector' )
			: __( 'UnoPim names no further type, nor do the products in view. Type its code, such as accessories.', 'unopim-connector' );
	};

	const add = ( event: FormEvent ) => {
		event.preventDefault();
		if ( chosen !== '' ) {
			onAdd( chosen );
			setChosen( '' );
		}
	};

	return (
		<form className="unopim-toolbar" onSubmit={ add }>
			<ComboboxControl
				{ ...MODERN }
				label={ __( 'Further type of association', 'unopim-connector' ) }
				help={ help() }
				value={ chosen }
				options={ options }
				onFilterValueChange={ setTyped }
				onChange={ ( next ) => setChosen( next ?? '' ) }
				messages={ { selected: __( 'Type chosen.', 'unopim-connector' ) } }
			/>
			<ReasonButton variant="secondary" type="submit" reason={ chosen === '' ? __( 'Choose a type of association.', 'unopim-connector' ) : null }>
				{ __( 'Add type', 'unopim-connector' ) }
			</ReasonButton>
		</form>
	);
}

/** Each once: UnoPim's list has labels, what products have is a code alone. */
export function knownTypes( listed: CatalogEntry[], seen: string[] ): CatalogEntry[] {
	const codes = listed.map( ( { code } ) => code );
	return [ ...listed, ...seen.filter( ( code ) => ! codes.includes( code ) ).map( ( code ) => ( { code, label: code } ) ) ];
}
