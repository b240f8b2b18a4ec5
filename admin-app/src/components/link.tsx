import type { MouseEvent, ReactNode } from 'react';
import { addressOf, navigate } from '../router';
import type { Path, Query } from '../router';

interface Props {
	to: Path;
	query?: Query;
	className?: string;
	current?: boolean;
	children: ReactNode;
}

/** A link to a screen: a real address, followed without loading the page anew. */
export function Link( { to, query, className, current = false, children }: Props ) {
	return (
		<a
			href={ addressOf( to, query ) }
			className={ className }
			aria-current={ current ? 'page' : undefined }
			onClick={ ( event ) => follow( event, to, query ) }
		>
			{ children }
		</a>
	);
}

/** Keys held down ask the browser for a tab or window of its own. */
export function isPlainClick( event: Pick< MouseEvent, 'button' | 'metaKey' | 'ctrlKey' | 'shiftKey' | 'altKey' > ): boolean {
	return event.button === 0 && ! event.metaKey && ! event.ctrlKey && ! event.shiftKey && ! event.altKey;
}

function follow( event: MouseEvent, to: Path, query?: Query ): void {
	if ( isPlainClick( event ) ) {
		event.preventDefault();
		navigate( to, query );
	}
}
