/** What a screen shows in place of its content: it is on its way, or there is none. What failed is a `ProblemNotice`. */
import { Spinner } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ReactNode } from 'react';

export function Loading( { text }: { text?: string } ) {
	return (
		<p className="unopim-loading" role="status" data-testid="loading">
			<Spinner /> { text ?? __( 'Loading …', 'unopim-connector' ) }
		</p>
	);
}

interface EmptyProps {
	title: string;
	/** Why there is nothing, and what would change that. */
	children?: ReactNode;
	action?: ReactNode;
}

export function Empty( { title, children, action }: EmptyProps ) {
	return (
		<div className="unopim-empty" data-testid="empty">
			<p className="unopim-empty-title">{ title }</p>
			{ children && <p>{ children }</p> }
			{ action && <p>{ action }</p> }
		</div>
	);
}
