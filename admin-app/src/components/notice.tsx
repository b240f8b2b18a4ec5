import type { ReactNode } from 'react';

interface Props {
	level: 'error' | 'warning' | 'info' | 'success';
	children: ReactNode;
	testId?: string;
}

/** A notice in wp-admin's own dress; refusals interrupt a screen reader, everything else waits its turn. */
export function Notice( { level, children, testId }: Props ) {
	return (
		<div
			className={ `notice notice-${ level } inline unopim-notice` }
			role={ level === 'error' ? 'alert' : 'status' }
			data-testid={ testId }
		>
			{ children }
		</div>
	);
}
