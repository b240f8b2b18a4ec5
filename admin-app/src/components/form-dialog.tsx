import { Button, Modal } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ReactNode } from 'react';
import { leave, useUnsaved } from '../guard';
import type { Problem } from '../types/rest';
import { LeaveQuestion } from './leave-question';
import { ProblemNotice } from './problem-notice';
import { ReasonButton, underWay } from './reason-button';

interface Props {
	title: string;
	/** What the button says that saves. */
	action: string;
	/** Why it cannot be saved as it is; null when it can. */
	reason: string | null;
	/** Whether something was entered that closing would lose. */
	unsaved: boolean;
	isBusy: boolean;
	/** Why the last attempt failed. */
	problem: Problem | null;
	onSave: () => void;
	/** The same function on every call. */
	onClose: () => void;
	children: ReactNode;
}

/** A form in a dialog. What was entered is not lost by Escape, by a click beside it or by leaving the screen before a question. */
export function FormDialog( { title, action, reason, unsaved, isBusy, problem, onSave, onClose, children }: Props ) {
	useUnsaved( unsaved, onClose );
	const close = () => leave( onClose );
	const obstacle = reason ?? underWay( isBusy );
	return (
		<Modal title={ title } onRequestClose={ close } className="unopim-confirm">
			<form
				className="unopim-stack"
				onSubmit={ ( event ) => {
					event.preventDefault();
					if ( obstacle === null ) {
						onSave();
					}
				} }
			>
				{ problem && <ProblemNotice problem={ problem } /> }
				{ children }
				<div className="unopim-buttons">
					<ReasonButton variant="primary" type="submit" reason={ obstacle } isBusy={ isBusy }>
						{ action }
					</ReasonButton>
					<Button variant="tertiary" onClick={ close }>
						{ __( 'Close', 'unopim-connector' ) }
					</Button>
				</div>
			</form>
			<LeaveQuestion inDialog />
		</Modal>
	);
}
