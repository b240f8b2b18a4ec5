import { Button, SelectControl } from '@wordpress/components';
import { MODERN } from '../../components/modern';
import { useDispatch, useSelect } from '@wordpress/data';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { FormEvent } from 'react';
import { store as catalogStore } from '../../store/catalog';
import type { Channel } from '../../types/rest';

/** Takes a channel into use: nothing is pulled for it before it was saved once. */
export function ChannelSetup( { channel }: { channel: Channel } ) {
	const saving = useSelect( ( select ) => select( catalogStore ).isSaving(), [] );
	const { saveChannel } = useDispatch( catalogStore );
	const [ locale, setLocale ] = useState( channel.default_locale );
	const [ currency, setCurrency ] = useState( channel.price_currency );

	const submit = ( event: FormEvent ) => {
		event.preventDefault();
		void saveChannel( { code: channel.code, default_locale: locale, price_currency: currency } );
	};

	return (
		<form className="unopim-card" onSubmit={ submit } data-testid="channel-setup">
			<h2>
				{ /* translators: %s: name of a channel. */ sprintf(
					__( 'Use the channel “%s”', 'unopim-connector' ),
					channel.label || channel.code
				) }
			</h2>
			<p>{ __( 'A channel does nothing before it was saved once.', 'unopim-connector' ) }</p>
			<div className="unopim-toolbar">
				<SelectControl
					{ ...MODERN }
					label={ __( 'Default language', 'unopim-connector' ) }
					value={ locale }
					options={ channel.locales.map( ( { code, label } ) => ( { value: code, label: label || code } ) ) }
					onChange={ setLocale }
				/>
				<SelectControl
					{ ...MODERN }
					label={ __( 'Price currency', 'unopim-connector' ) }
					value={ currency }
					options={ [
						{ value: '', label: __( 'The shop’s currency', 'unopim-connector' ) },
						...channel.currencies.map( ( code ) => ( { value: code, label: code } ) ),
					] }
					onChange={ setCurrency }
				/>
				<Button variant="primary" type="submit" isBusy={ saving } disabled={ saving }>
					{ __( 'Save channel', 'unopim-connector' ) }
				</Button>
			</div>
		</form>
	);
}
