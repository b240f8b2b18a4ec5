import { ComboboxControl } from '@wordpress/components';
import { useDispatch, useSelect } from '@wordpress/data';
import { useEffect, useMemo, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { MODERN } from './modern';
import { store as catalogStore } from '../store/catalog';
import type { CatalogAttribute } from '../types/rest';
import { attributeLabel, attributeOptions } from './attribute-options';
import { useDebounced } from './use-debounced';

interface Props {
	label: string;
	value: string | null;
	onChange: ( code: string | null ) => void;
	help?: string;
	/** Offered beside the catalogue's: what UnoPim holds without calling it an attribute. */
	extra?: CatalogAttribute;
}

/** A shorter text finds too much to choose from. */
const LEAST_TYPED = 3;

/** Picks a UnoPim attribute: known ones at once, the others by searching the catalogue while typing. */
export function AttributePicker( { label, value, onChange, help, extra }: Props ) {
	const [ typed, setTyped ] = useState( '' );
	const search = useDebounced( typed.trim().toLowerCase(), 200 );
	const known = useSelect( ( select ) => select( catalogStore ).getAttributes(), [] );
	const { searchAttributes } = useDispatch( catalogStore );

	useEffect( () => {
		if ( search.length >= LEAST_TYPED ) {
			void searchAttributes( search );
		}
	}, [ search, searchAttributes ] );

	const offered = useMemo( () => ( extra ? { [ extra.code ]: extra, ...known } : known ), [ extra, known ] );
	const options = useMemo( () => attributeOptions( offered, typed, value ), [ offered, typed, value ] );

	return (
		<ComboboxControl
			{ ...MODERN }
			className="unopim-attribute-picker"
			label={ label }
			help={ help }
			value={ value ?? '' }
			options={ options.map( ( attribute ) => ( { value: attribute.code, label: attributeLabel( attribute ) } ) ) }
			onFilterValueChange={ setTyped }
			onChange={ ( next ) => onChange( next || null ) }
			messages={ { selected: __( 'Attribute chosen.', 'unopim-connector' ) } }
		/>
	);
}

