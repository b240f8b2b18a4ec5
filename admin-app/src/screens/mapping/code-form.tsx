import { ComboboxControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { FormEvent } from 'react';
import { MODERN } from '../../components/modern';
import { ReasonButton } from '../../components/reason-button';

export interface Offer {
	code: string;
	/** As it is offered. */
	text: string;
}

interface Props {
	label: string;
	/** The button. */
	action: string;
	/** Why the button cannot act while nothing is chosen. */
	choose: string;
	/** What UnoPim is known to have, and no row has yet. */
	offers: Offer[];
	/** Why a code that somebody types cannot be added; null where it can. */
	refusal: ( code: string ) => string | null;
	help: string;
	onAdd: ( code: string ) => void;
}

/** What a code of UnoPim is made of. */
export const isCode = ( text: string ) => /^[A-Za-z0-9_]{1,191}$/.test( text );

/** Adds a row for something that UnoPim has; a code that is not known here can be typed. */
export function CodeForm( { label, action, choose, offers, refusal, help, onAdd }: Props ) {
	const [ chosen, setChosen ] = useState( '' );
	const [ typed, setTyped ] = useState( '' );
	const wanted = typed.trim();
	const isOffered = offers.some( ( { code } ) => code === wanted );
	const why = wanted === '' || isOffered ? null : isCode( wanted ) ? refusal( wanted ) : unfit( wanted, offers );
	const isNew = wanted !== '' && ! isOffered && why === null && isCode( wanted );

	const options = offers.map( ( { code, text } ) => ( { value: code, label: text } ) );
	[ isNew ? wanted : '', chosen ].forEach( ( code ) => {
		if ( code !== '' && ! options.some( ( { value } ) => value === code ) ) {
			/* translators: %s: what somebody has typed. */
			options.push( { value: code, label: code === chosen ? code : sprintf( __( 'Use the code “%s”', 'unopim-connector' ), code ) } );
		}
	} );

	const add = ( event: FormEvent ) => {
		event.preventDefault();
		if ( chosen !== '' ) {
			onAdd( chosen );
			setChosen( '' );
			setTyped( '' );
		}
	};

	return (
		<form className="unopim-toolbar unopim-code-form" onSubmit={ add }>
			<ComboboxControl
				{ ...MODERN }
				label={ label }
				help={ why ?? help }
				value={ chosen }
				options={ options }
				onFilterValueChange={ setTyped }
				onChange={ ( next ) => setChosen( next ?? '' ) }
				messages={ { selected: __( 'Chosen.', 'unopim-connector' ) } }
			/>
			<ReasonButton variant="secondary" type="submit" reason={ chosen === '' ? choose : null }>
				{ action }
			</ReasonButton>
		</form>
	);
}

/** Names may hold what codes may not. */
const unfit = ( typed: string, offers: Offer[] ) =>
	offers.some( ( { text } ) => text.toLowerCase().includes( typed.toLowerCase() ) ) ? null : __( 'A code has letters, digits and _ alone.', 'unopim-connector' );
