import { Button, Tooltip } from '@wordpress/components';
import { useId } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ComponentProps, MouseEvent } from 'react';

type Props = Omit< ComponentProps< typeof Button >, 'disabled' | 'href' | 'target' > & {
	/** Why it cannot act now; null when it can. */
	reason: string | null;
	/** None: it submits its form, which looks itself whether it can. */
	onClick?: () => void;
};

/**
 * A button that says why it cannot act. It stays in the tab order then, or nobody without a mouse would hear the reason; and it is the same
 * element before and after, or whoever has pressed it would lose their place on the page.
 */
export function ReasonButton( { reason, onClick, children, ...rest }: Props ) {
	const id = useId();
	const state = reason === null ? { onClick } : { 'aria-disabled': true, 'aria-describedby': id, onClick: refuse };
	return (
		<>
			<Tooltip text={ reason ?? '' }>
				<Button { ...( rest as object ) } { ...state }>
					{ children }
				</Button>
			</Tooltip>
			{ reason !== null && (
				<span id={ id } className="screen-reader-text">
					{ reason }
				</span>
			) }
		</>
	);
}

/** Nor does it submit its form. */
const refuse = ( event: MouseEvent ) => event.preventDefault();

/** Why a button waits while what somebody has asked for is done. Disabled, it would lose the focus of whoever has just pressed it. */
export const underWay = ( busy: string | boolean | null ): string | null => ( busy ? __( 'What was asked for is under way.', 'unopim-connector' ) : null );
