import { Button, TextControl } from '@wordpress/components';
import { useCallback, useEffect, useRef, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { MODERN } from '../../components/modern';
import type { FormEvent } from 'react';
import { ProblemNotice } from '../../components/problem-notice';
import { useUnsaved } from '../../guard';
import type { Connection, CredentialField, Credentials, Problem } from '../../types/rest';
import { credentialFields } from './fields';

interface Props {
	connection: Connection;
	problem: Problem | null;
	busy: boolean;
	onSubmit: ( credentials: Credentials ) => void;
}

/** The five fields. What was typed stays after a refusal; secrets are forgotten once they are saved. */
export function CredentialsForm( { connection, problem, busy, onSubmit }: Props ) {
	const [ values, setValues ] = useState< Credentials >( () => valuesOf( connection ) );
	const form = useRef< HTMLFormElement >( null );
	const fields = credentialFields( connection, values );
	const about = fields.find( ( { name } ) => name === problem?.path )?.name ?? null;

	const unsaved = ! busy && Object.entries( valuesOf( connection ) ).some( ( [ name, value ] ) => values[ name as CredentialField ] !== value );
	useUnsaved( unsaved, useCallback( () => setValues( valuesOf( connection ) ), [ connection ] ) );

	// A new stored connection (saved, or disconnected) replaces what was typed; a refusal brings none.
	useEffect( () => setValues( valuesOf( connection ) ), [ connection ] );

	useEffect( () => {
		if ( about ) {
			form.current?.querySelector< HTMLInputElement >( `[name="${ about }"]` )?.focus();
		}
	}, [ problem, about ] );

	const submit = ( event: FormEvent ) => {
		event.preventDefault();
		onSubmit( values );
	};

	return (
		<form ref={ form } onSubmit={ submit } className="unopim-form" autoComplete="off">
			{ problem && ! about && (
				<ProblemNotice problem={ problem } title={ __( 'Nothing was saved.', 'unopim-connector' ) } />
			) }
			{ fields.map( ( { name, label, help, type, required, locked, autoComplete } ) => (
				<div key={ name } className="unopim-field">
					<TextControl
						{ ...MODERN }
						label={ label }
						name={ name }
						type={ type }
						value={ values[ name ] }
						onChange={ ( value ) => setValues( { ...values, [ name ]: value } ) }
						help={ help }
						required={ required }
						disabled={ locked }
						autoComplete={ autoComplete }
						spellCheck={ false }
						aria-invalid={ about === name }
						aria-errormessage={ about === name ? `unopim-error-${ name }` : undefined }
					/>
					{ name === 'url' && /^http:/i.test( values.url.trim() ) && (
						<p className="unopim-warning" role="status">
							<strong>{ __( 'Warning:', 'unopim-connector' ) }</strong>{ ' ' }
							{ __(
								'With http the password and all data travel unencrypted. Use https if UnoPim offers it.',
								'unopim-connector'
							) }
						</p>
					) }
					{ problem && about === name && (
						<p id={ `unopim-error-${ name }` } className="unopim-error" role="alert">
							<strong>{ problem.message }</strong> { problem.next_step }
						</p>
					) }
				</div>
			) ) }
			<Button variant="primary" type="submit" isBusy={ busy } disabled={ busy }>
				{ busy ? __( 'Signing in …', 'unopim-connector' ) : __( 'Test & Save', 'unopim-connector' ) }
			</Button>
		</form>
	);
}

const valuesOf = ( { url, client_id, username }: Connection ): Record< CredentialField, string > => ( {
	url,
	client_id,
	client_secret: '',
	username,
	password: '',
} );
