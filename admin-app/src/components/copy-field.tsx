import { Button, TextControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { MODERN } from './modern';

/** A text to be copied elsewhere. Without a secure origin there is no clipboard; the field is selected then, to be copied by hand. */
export function CopyField( { label, value }: { label: string; value: string } ) {
	const [ copied, setCopied ] = useState( false );
	const copy = () =>
		void navigator.clipboard?.writeText( value ).then(
			() => setCopied( true ),
			() => undefined
		);
	return (
		<div className="unopim-copy">
			<TextControl { ...MODERN } label={ label } value={ value } readOnly onChange={ () => undefined } onFocus={ ( event ) => event.currentTarget.select() } />
			{ navigator.clipboard && (
				<Button variant="secondary" onClick={ copy }>
					{ copied ? __( 'Copied', 'unopim-connector' ) : __( 'Copy', 'unopim-connector' ) }
				</Button>
			) }
		</div>
	);
}
