import { __ } from '@wordpress/i18n';
import type { ReactNode } from 'react';
import { diagnosticSentence } from '../../text/reasons';
import { levelName } from '../../text/words';
import type { Diagnostic } from '../../types/generated';

interface Props {
	label: string;
	unsaved: boolean;
	diagnostics: Diagnostic[];
	children: ReactNode;
	testId: string;
}

/** A mapping row: yellow and marked while unsaved, with what the engine says about it. */
export function RowFrame( { label, unsaved, diagnostics, children, testId }: Props ) {
	return (
		<div
			className={ unsaved ? 'unopim-row is-unsaved' : 'unopim-row' }
			role="group"
			aria-label={ label }
			data-testid={ testId }
		>
			{ children }
			{ unsaved && <span className="unopim-unsaved">{ __( 'Unsaved', 'unopim-connector' ) }</span> }
			{ diagnostics.length > 0 && (
				<ul className="unopim-diagnostics" role="status">
					{ diagnostics.map( ( diagnostic ) => (
						<li key={ diagnostic.code } className={ `is-${ diagnostic.level }` }>
							<strong>{ levelName( diagnostic.level ) }:</strong> { diagnosticSentence( diagnostic ) } { diagnostic.hint }
						</li>
					) ) }
				</ul>
			) }
		</div>
	);
}
