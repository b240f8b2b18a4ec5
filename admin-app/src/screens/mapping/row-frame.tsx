import { __ } from '@wordpress/i18n';
import type { ReactNode } from 'react';
import type { Diagnostic } from '../../types/generated';
import { Diagnostics } from './diagnostics';

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
			<Diagnostics list={ diagnostics } />
		</div>
	);
}
