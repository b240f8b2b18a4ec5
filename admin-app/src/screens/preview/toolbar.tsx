import { SelectControl, TextControl } from '@wordpress/components';
import { useSelect } from '@wordpress/data';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { FormEvent } from 'react';
import { fetchFamilies } from '../../api/catalog';
import type { Scope } from '../../api/mapping';
import { MODERN } from '../../components/modern';
import { ReasonButton } from '../../components/reason-button';
import { ScopeSelect } from '../../components/scope-select';
import { useQuery } from '../../components/use-query';
import { queryValue } from '../../router';
import { store as catalogStore } from '../../store/catalog';
import type { Wish } from '../../store/preview/actions';
import { numberText } from '../../text/value';
import type { Channel } from '../../types/rest';
import { SIZES, wishOf } from './wish';

interface Props extends Scope {
	channels: Channel[];
	onScope: ( scope: Scope ) => void;
	onOpen: ( wish: Wish ) => void;
	busy: boolean;
}

/** Which product, or which sample, in which channel and language. */
export function Toolbar( { channels, channel, locale, onScope, onOpen, busy }: Props ) {
	const recent = useSelect( ( select ) => select( catalogStore ).getRecentProducts(), [] );
	const families = useQuery( fetchFamilies );
	const [ linked ] = useState( () => wishOf( queryValue ) );
	const sample = linked && 'size' in linked ? linked : null;
	const [ what, setWhat ] = useState< 'sku' | 'sample' >( sample ? 'sample' : 'sku' );
	const [ sku, setSku ] = useState( queryValue( 'sku' ) ?? '' );
	const [ size, setSize ] = useState( sample?.size ?? SIZES[ 0 ] ?? 10 );
	const [ family, setFamily ] = useState( sample?.family ?? '' );

	const submit = ( event: FormEvent ) => {
		event.preventDefault();
		if ( what === 'sample' ) {
			onOpen( { size, family } );
		} else if ( sku.trim() ) {
			onOpen( { sku: sku.trim() } );
		}
	};

	return (
		<form className="unopim-toolbar" onSubmit={ submit }>
			<ScopeSelect channels={ channels } channel={ channel } locale={ locale } onChange={ onScope } disabled={ busy } />
			<SelectControl
				{ ...MODERN }
				label={ __( 'Look at', 'unopim-connector' ) }
				value={ what }
				options={ [
					{ value: 'sku', label: __( 'One product', 'unopim-connector' ) },
					{ value: 'sample', label: __( 'A sample', 'unopim-connector' ) },
				] }
				onChange={ ( next ) => setWhat( next === 'sample' ? 'sample' : 'sku' ) }
			/>
			{ what === 'sku' ? (
				<>
					<TextControl
						{ ...MODERN }
						label={ __( 'Product SKU', 'unopim-connector' ) }
						value={ sku }
						onChange={ setSku }
						list="unopim-recent-products"
						autoComplete="off"
						spellCheck={ false }
					/>
					<datalist id="unopim-recent-products">
						{ recent.map( ( { code, title } ) => (
							<option key={ code } value={ code }>
								{ title }
							</option>
						) ) }
					</datalist>
				</>
			) : (
				<>
					<SelectControl
						{ ...MODERN }
						label={ __( 'Family', 'unopim-connector' ) }
						value={ family }
						options={ [
							{ value: '', label: __( 'All families', 'unopim-connector' ) },
							...( families.data ?? [] ).map( ( { code, label } ) => ( { value: code, label: label || code } ) ),
						] }
						onChange={ setFamily }
					/>
					<SelectControl
						{ ...MODERN }
						label={ __( 'Size', 'unopim-connector' ) }
						value={ String( size ) }
						options={ SIZES.map( ( one ) => ( {
							value: String( one ),
							/* translators: %s: number of products. */
							label: sprintf( __( '%s products', 'unopim-connector' ), numberText( one ) ),
						} ) ) }
						onChange={ ( next ) => setSize( Number( next ) ) }
					/>
				</>
			) }
			<ReasonButton
				variant="primary"
				type="submit"
				isBusy={ busy }
				reason={
					busy
						? __( 'Products are being read.', 'unopim-connector' )
						: what === 'sku' && sku.trim() === ''
						? __( 'Enter the SKU of a product in UnoPim.', 'unopim-connector' )
						: null
				}
			>
				{ __( 'Show preview', 'unopim-connector' ) }
			</ReasonButton>
		</form>
	);
}
