import { useEffect, useRef, useState } from '@wordpress/element';

/** Tells screen readers where a run stands, but only when `mark` changes: every number of a fast run would be noise. */
export function Announcer( { text, mark }: { text: string; mark: string } ) {
	const [ said, setSaid ] = useState( '' );
	const latest = useRef( text );
	useEffect( () => {
		latest.current = text;
	}, [ text ] );
	useEffect( () => setSaid( latest.current ), [ mark ] );
	return (
		<p className="screen-reader-text" aria-live="polite" data-testid="run-announcement">
			{ said }
		</p>
	);
}
