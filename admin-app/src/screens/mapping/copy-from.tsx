import { SelectControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { fetchRows } from '../../api/mapping';
import type { Scope } from '../../api/mapping';
import { toProblem } from '../../api/problem';
import { MODERN } from '../../components/modern';
import { ProblemNotice } from '../../components/problem-notice';
import { ReasonButton } from '../../components/reason-button';
import type { Row } from '../../types/generated';
import type { Channel, Problem } from '../../types/rest';

interface Props extends Scope {
	channels: Channel[];
	onCopied: ( rows: Row[] ) => void;
}

/** Takes the rows of another channel and language in place of the present ones; kept on Save like any edit. */
export function CopyFrom( { channels, channel, locale, onCopied }: Props ) {
	const others = channels.flatMap( ( { code, label, locales } ) =>
		locales
			.filter( ( language ) => code !== channel || language.code !== locale )
			.map( ( language ) => ( { value: `${ code }/${ language.code }`, label: `${ label || code } · ${ language.label || language.code }` } ) )
	);
	const [ from, setFrom ] = useState( '' );
	const [ problem, setProblem ] = useState< Problem | null >( null );
	if ( others.length === 0 ) {
		return null;
	}
	const copy = async () => {
		const [ code = '', language = '' ] = from.split( '/' );
		setProblem( null );
		try {
			onCopied( ( await fetchRows( { channel: code, locale: language } ) ).rows );
		} catch ( error ) {
			setProblem( toProblem( error ) );
		}
	};
	return (
		<>
			<SelectControl
				{ ...MODERN }
				label={ __( 'Copy from …', 'unopim-connector' ) }
				value={ from }
				options={ [ { value: '', label: __( 'Choose a channel and language', 'unopim-connector' ) }, ...others ] }
				onChange={ setFrom }
			/>
			<ReasonButton variant="secondary" reason={ from === '' ? __( 'Choose a channel and language.', 'unopim-connector' ) : null } onClick={ () => void copy() }>
				{ __( 'Copy', 'unopim-connector' ) }
			</ReasonButton>
			{ problem && <ProblemNotice problem={ problem } /> }
		</>
	);
}
