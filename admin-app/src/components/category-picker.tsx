import { ComboboxControl } from '@wordpress/components';
import { useEffect, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { searchCategories } from '../api/catalog';
import { categoryText } from '../text/entry';
import type { CatalogCategory } from '../types/rest';
import { MODERN } from './modern';
import { useDebounced } from './use-debounced';

interface Props {
	label: string;
	value: string | null;
	onChange: ( code: string | null ) => void;
}

/** Picks a category of UnoPim by searching while typing. */
export function CategoryPicker( { label, value, onChange }: Props ) {
	const [ typed, setTyped ] = useState( '' );
	const [ found, setFound ] = useState< CatalogCategory[] >( [] );
	const search = useDebounced( typed.trim(), 200 );

	useEffect( () => {
		let wanted = true;
		// A picker that finds nothing says so itself; the screen's own requests tell of a site that does not answer.
		searchCategories( search ).then( ( list ) => wanted && setFound( list ), () => undefined );
		return () => {
			wanted = false;
		};
	}, [ search ] );

	const options = found.map( ( category ) => ( { value: category.code, label: categoryText( category ) } ) );
	if ( value && ! options.some( ( option ) => option.value === value ) ) {
		options.unshift( { value, label: value } );
	}
	return (
		<ComboboxControl
			{ ...MODERN }
			label={ label }
			value={ value ?? '' }
			options={ options }
			onFilterValueChange={ setTyped }
			onChange={ ( next ) => onChange( next || null ) }
			messages={ { selected: __( 'Category chosen.', 'unopim-connector' ) } }
		/>
	);
}
