import { Button, Modal } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ReactNode } from 'react';

interface Props {
	title: string;
	action: string;
	onConfirm: () => void;
	onCancel: () => void;
	children: ReactNode;
}

/** Asks before something that cannot be taken back. */
export function Confirm( { title, action, onConfirm, onCancel, children }: Props ) {
	return (
		<Modal title={ title } onRequestClose={ onCancel } className="unopim-confirm">
			{ children }
			<div className="unopim-buttons">
				<Button variant="primary" isDestructive onClick={ onConfirm }>
					{ action }
				</Button>
				<Button variant="tertiary" onClick={ onCancel }>
					{ __( 'Keep', 'unopim-connector' ) }
				</Button>
			</div>
		</Modal>
	);
}
