import { __ } from '@wordpress/i18n';
import type { Problem } from '../types/rest';
import { Notice } from './notice';

/** What went wrong and what to do about it. */
export function ProblemNotice( { problem, title }: { problem: Problem; title?: string } ) {
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
		</Notice>
	);
}
