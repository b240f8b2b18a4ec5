import { __ } from '@wordpress/i18n';
import { answerLeave, useLeaveQuestion } from '../guard';
import { Confirm } from './confirm';

/** Asks before a screen or a dialog with unsaved edits is left. */
export function LeaveQuestion( { inDialog = false }: { inDialog?: boolean } ) {
	if ( ! useLeaveQuestion( inDialog ) ) {
		return null;
	}
	return (
		<Confirm
			title={ __( 'Leave without saving?', 'unopim-connector' ) }
			action={ __( 'Discard changes', 'unopim-connector' ) }
			keep={ __( 'Stay here', 'unopim-connector' ) }
			onConfirm={ () => answerLeave( true ) }
			onCancel={ () => answerLeave( false ) }
		>
			<p>{ __( 'What you changed here is not saved yet and would be lost.', 'unopim-connector' ) }</p>
		</Confirm>
	);
}
