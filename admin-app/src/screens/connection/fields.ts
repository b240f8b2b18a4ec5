import { __ } from '@wordpress/i18n';
import type { Connection, CredentialField, Credentials } from '../../types/rest';

export interface Field {
	name: CredentialField;
	label: string;
	help: string;
	type: 'url' | 'text' | 'password';
	required: boolean;
	/** Set by a constant. */
	locked: boolean;
	autoComplete: string;
}

/** The form's fields as they stand: which are needed depends on what is stored and whether the address changed. */
export function credentialFields( connection: Connection, typed: Credentials ): Field[] {
	const moved = addressOf( typed.url ) !== addressOf( connection.url );
	const field = (
		name: CredentialField,
		label: string,
		help: string,
		type: Field[ 'type' ] = 'text',
		stored = false,
		autoComplete = 'off'
	): Field => {
		const locked = connection.locked.includes( name );
		return {
			name,
			label,
			type,
			locked,
			autoComplete,
			required: ! locked && ! ( stored && ! moved ),
			help: locked ? __( 'Set in wp-config.php.', 'unopim-connector' ) : help,
		};
	};
	const keep = ( stored: boolean ) =>
		stored && ! moved
			? __( 'Stored. Leave blank to keep it.', 'unopim-connector' )
			: stored
			? __( 'Needed again, because the address has changed.', 'unopim-connector' )
			: '';
	return [
		field(
			'url',
			__( 'UnoPim address', 'unopim-connector' ),
			__( 'The base address, such as https://pim.example.com', 'unopim-connector' ),
			'url'
		),
		field(
			'client_id',
			__( 'Client ID', 'unopim-connector' ),
			__( 'From UnoPim’s Integrations page.', 'unopim-connector' )
		),
		field(
			'client_secret',
			__( 'Client Secret', 'unopim-connector' ),
			keep( connection.has_secret ),
			'password',
			connection.has_secret,
			'new-password'
		),
		field(
			'username',
			__( 'Admin Username', 'unopim-connector' ),
			__(
				'The e-mail of the UnoPim user with API access; on UnoPim 3.0 or newer the integration’s own user.',
				'unopim-connector'
			)
		),
		field(
			'password',
			__( 'Admin Password', 'unopim-connector' ),
			keep( connection.has_password ),
			'password',
			connection.has_password,
			'new-password'
		),
	];
}

const addressOf = ( url: string ) => url.trim().replace( /\/+$/, '' );
