import { useDispatch, useSelect } from '@wordpress/data';
import { useEffect, useState } from '@wordpress/element';
import type { Scope } from '../api/mapping';
import { queryValue, remember } from '../router';
import { store as catalogStore } from '../store/catalog';
import type { Channel } from '../types/rest';

/** The channel and language in view, kept in the address; the first ones UnoPim has where none was chosen. */
export function useScope() {
	const channels = useSelect( ( select ) => select( catalogStore ).getChannels(), [] );
	const problem = useSelect( ( select ) => select( catalogStore ).getProblem(), [] );
	const { loadChannels } = useDispatch( catalogStore );
	const [ chosen, setChosen ] = useState< Scope >( {
		channel: queryValue( 'channel' ) ?? '',
		locale: queryValue( 'locale' ) ?? '',
	} );

	useEffect( () => {
		if ( ! channels ) {
			void loadChannels();
		}
	}, [ channels, loadChannels ] );

	const { channel, locale } = validScope( channels ?? [], chosen );

	const choose = ( next: Scope ) => {
		const valid = validScope( channels ?? [], next );
		setChosen( valid );
		remember( { ...valid } );
	};

	return { channels, problem, reload: () => void loadChannels(), channel, locale, choose };
}

/** The nearest scope that exists; empty strings while there is none. */
export function validScope( channels: Channel[], { channel, locale }: Scope ): Scope {
	const found = channels.find( ( { code } ) => code === channel ) ?? channels[ 0 ];
	const codes = found?.locales.map( ( { code } ) => code ) ?? [];
	const language = [ locale, found?.default_locale ?? '' ].find( ( code ) => codes.includes( code ) ) ?? codes[ 0 ];
	return { channel: found?.code ?? '', locale: language ?? '' };
}
