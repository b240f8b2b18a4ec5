import { useEffect, useRef } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactNode } from 'react';

interface Props {
	title: string;
	/** One or two sentences on what the screen is for. */
	description?: ReactNode;
	/** Buttons beside the title. */
	actions?: ReactNode;
	children?: ReactNode;
}

/** False until the first screen stands: its heading must not take the focus from the page's own start. */
let moved = false;

/** A screen's frame. Opened from another one, its heading takes the focus, so that a screen reader begins there. */
export function Screen( { title, description, actions, children }: Props ) {
	const heading = useRef< HTMLHeadingElement >( null );

	useEffect( () => {
		/* translators: %s: name of a screen. */
		document.title = sprintf( __( '%s ‹ UnoPim Configuration', 'unopim-connector' ), title );
		if ( moved ) {
			heading.current?.focus( { preventScroll: true } );
			window.scrollTo( { top: 0 } );
		}
		moved = true;
	}, [ title ] );

	return (
		<div className="unopim-screen" data-testid="screen">
			<div className="unopim-screen-head">
				<h2 ref={ heading } tabIndex={ -1 }>
					{ title }
				</h2>
				{ actions && <div className="unopim-buttons">{ actions }</div> }
			</div>
			{ description && <p className="unopim-lead">{ description }</p> }
			{ children }
		</div>
	);
}
