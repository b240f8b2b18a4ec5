import { useId } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactNode } from 'react';
import { ReasonButton } from '../../components/reason-button';
import type { Job } from '../../types/rest';

interface TaskProps {
	name: string;
	text: string;
	job: Job;
	reason: string | null;
	primary?: boolean;
	onStart: ( job: Job ) => void;
	children?: ReactNode;
}

/** One thing that can be started, with its preview beside it. */
export function Task( { name, text, job, reason, primary = false, onStart, children }: TaskProps ) {
	const id = useId();
	return (
		<div className="unopim-task" role="group" aria-labelledby={ id }>
			<div>
				<strong id={ id }>{ name }</strong>
				<p className="description">{ text }</p>
				{ children }
			</div>
			<div className="unopim-buttons">
				<ReasonButton variant={ primary ? 'primary' : 'secondary' } reason={ reason } onClick={ () => onStart( job ) }>
					{ name }
				</ReasonButton>
				<ReasonButton variant="tertiary" reason={ reason } onClick={ () => onStart( { ...job, dry: true } ) }>
					{ __( 'Preview', 'unopim-connector' ) }
				</ReasonButton>
			</div>
		</div>
	);
}
