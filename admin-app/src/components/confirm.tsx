import { Button, Modal } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ReactNode } from 'react';

interface Props {
	title: string;
	/** What the button does, in its own words. */
	action: string;
	/** What the other button says; "Keep" where nothing fits better. */
	keep?: string;
	/** Whether something is lost by it. */
	destructive?: boolean;
	onConfirm: () => void;
	onCancel: () => void;
	children: ReactNode;
}

/** Asks before something that cannot be taken back. */
export function Confirm( { title, action, keep, destructive = true, onConfirm, onCancel, children }: Props ) {
	return (
		<Modal title={ title } onRequestClose={ onCancel } className="unopim-confirm">
			{ children }
			<div className="unopim-buttons">
				<Button variant="primary" isDestructive={ destructive } onClick={ onConfirm }>
					{ action }
				</Button>
				<Button variant="tertiary" onClick={ onCancel }>
					{ keep ?? __( 'Keep', 'unopim-connector' ) }
				</Button>
			</div>
		</Modal>
	);
}
