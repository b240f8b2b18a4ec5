import { Button, TextControl } from '@wordpress/components';
import { useSelect } from '@wordpress/data';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { MODERN } from '../../components/modern';
import type { FormEvent } from 'react';
import type { Scope } from '../../api/mapping';
import { ScopeSelect } from '../../components/scope-select';
import { queryValue } from '../../router';
import { store as catalogStore } from '../../store/catalog';
import type { Channel } from '../../types/rest';

interface Props extends Scope {
	channels: Channel[];
	onScope: ( scope: Scope ) => void;
	onOpen: ( sku: string ) => void;
	busy: boolean;
}

/** Which product, in which channel and language. */
export function Toolbar( { channels, channel, locale, onScope, onOpen, busy }: Props ) {
	const recent = useSelect( ( select ) => select( catalogStore ).getRecentProducts(), [] );
	const [ sku, setSku ] = useState( queryValue( 'sku' ) ?? '' );

	const submit = ( event: FormEvent ) => {
		event.preventDefault();
		if ( sku.trim() ) {
			onOpen( sku.trim() );
		}
	};

	return (
		<form className="unopim-toolbar" onSubmit={ submit }>
			<ScopeSelect channels={ channels } channel={ channel } locale={ locale } onChange={ onScope } disabled={ busy } />
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
			<Button variant="primary" type="submit" isBusy={ busy } disabled={ busy || sku.trim() === '' }>
				{ __( 'Show preview', 'unopim-connector' ) }
			</Button>
		</form>
	);
}
