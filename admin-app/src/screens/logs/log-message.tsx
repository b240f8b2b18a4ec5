import { Button } from '@wordpress/components';
import { useId, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { FullLogRow } from '../../api/logs';
import { diagnosticSentence } from '../../text/reasons';
import { LogDetail } from './log-detail';

/** What a row says, in one sentence; it unfolds to all that is known. */
export function LogMessage( { row }: { row: FullLogRow } ) {
	const [ open, setOpen ] = useState( false );
	const id = useId();
	const { key, code, message } = row;
	const text = message || diagnosticSentence( { code, message: code } );
	return (
		<div className="unopim-log">
			{ key && ! text.includes( key ) && <code>{ key }</code> } { text }{ ' ' }
			<Button variant="link" aria-expanded={ open } aria-controls={ open ? id : undefined } onClick={ () => setOpen( ! open ) }>
				{ open ? __( 'Less', 'unopim-connector' ) : __( 'Details', 'unopim-connector' ) }
			</Button>
			{ open && (
				<div id={ id } className="unopim-log-detail">
					<LogDetail row={ row } />
				</div>
			) }
		</div>
	);
}
