import { Button } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { Problem } from '../types/rest';
import { Notice } from './notice';

interface Props {
	problem: Problem;
	title?: string;
	/** Where asking again may help. */
	onRetry?: () => void;
}

/** What went wrong and what to do about it. */
export function ProblemNotice( { problem, title, onRetry }: Props ) {
	return (
		<Notice level="error" testId="unopim-problem">
			<p>
				{ title && <strong>{ title } </strong> }
				{ problem.message }
				<code className="unopim-code">{ problem.code }</code>
			</p>
			{ problem.next_step && (
				<p>
					<strong>{ __( 'What to do:', 'unopim-connector' ) }</strong> { problem.next_step }
				</p>
			) }
			{ onRetry && (
				<p>
					<Button variant="secondary" onClick={ onRetry }>
						{ __( 'Try again', 'unopim-connector' ) }
					</Button>
				</p>
			) }
		</Notice>
	);
}
