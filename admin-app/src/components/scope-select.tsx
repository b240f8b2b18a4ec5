import { SelectControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { MODERN } from './modern';
import type { Scope } from '../api/mapping';
import { entryText } from '../text/entry';
import type { CatalogEntry, Channel } from '../types/rest';

interface Props extends Scope {
	channels: Channel[];
	onChange: ( scope: Scope ) => void;
	disabled?: boolean;
}

/** Channel and language, as UnoPim names them. */
export function ScopeSelect( { channels, channel, locale, onChange, disabled = false }: Props ) {
	const locales = channels.find( ( { code } ) => code === channel )?.locales ?? [];
	return (
		<>
			<SelectControl
				{ ...MODERN }
				label={ __( 'Channel', 'unopim-connector' ) }
				value={ channel }
				options={ channels.map( optionOf ) }
				onChange={ ( next ) => onChange( { channel: next, locale } ) }
				disabled={ disabled }
			/>
			<SelectControl
				{ ...MODERN }
				label={ __( 'Language', 'unopim-connector' ) }
				value={ locale }
				options={ locales.map( optionOf ) }
				onChange={ ( next ) => onChange( { channel, locale: next } ) }
				disabled={ disabled }
			/>
		</>
	);
}

const optionOf = ( entry: CatalogEntry ) => ( { value: entry.code, label: entryText( entry ) } );
