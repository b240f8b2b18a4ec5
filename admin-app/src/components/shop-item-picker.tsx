import { ComboboxControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { searchShop } from '../api/shop';
import type { PushEntity, ShopItem } from '../api/shop';
import { MODERN } from './modern';
import { ProblemNotice } from './problem-notice';
import { useDebounced } from './use-debounced';
import { useQuery } from './use-query';

interface Props {
	label: string;
	entity: PushEntity;
	value: ShopItem | null;
	onChange: ( item: ShopItem | null ) => void;
}

/** Picks an item of the shop by searching while typing. */
export function ShopItemPicker( { label, entity, value, onChange }: Props ) {
	const [ typed, setTyped ] = useState( '' );
	const search = useDebounced( typed.trim(), 200 );
	const { data, problem, reload } = useQuery( () => searchShop( entity, search ), `${ entity }/${ search }` );
	const found = data ?? [];
	const items = value && ! found.some( ( { id } ) => id === value.id ) ? [ value, ...found ] : found;
	return (
		<>
			<ComboboxControl
				{ ...MODERN }
				label={ label }
				value={ value ? String( value.id ) : '' }
				options={ items.map( ( { id, name, sku } ) => ( { value: String( id ), label: sku ? `${ name } (${ sku })` : name } ) ) }
				onFilterValueChange={ setTyped }
				onChange={ ( next ) => onChange( items.find( ( { id } ) => String( id ) === next ) ?? null ) }
				messages={ { selected: __( 'Item chosen.', 'unopim-connector' ) } }
			/>
			{ problem && <ProblemNotice problem={ problem } onRetry={ () => reload() } /> }
		</>
	);
}
