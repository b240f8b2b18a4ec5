import { useCallback, useState } from '@wordpress/element';
import type { UIEvent } from 'react';

/** Rows beyond the edges that are drawn as well, so that scrolling shows no gap. */
const SPARE = 4;

/** Which rows of a long scrolling list are worth drawing. All rows have the same height. */
export function useWindow( count: number, rowHeight: number, height: number ) {
	const [ top, setTop ] = useState( 0 );
	const onScroll = useCallback( ( { currentTarget }: UIEvent< HTMLElement > ) => setTop( currentTarget.scrollTop ), [] );
	return { ...visibleRows( count, rowHeight, height, top ), onScroll };
}

/** The first row to draw, the one after the last, and the space that those before and behind would take. */
export function visibleRows( count: number, rowHeight: number, height: number, top: number ) {
	const first = Math.max( 0, Math.min( count, Math.floor( top / rowHeight ) ) - SPARE );
	const end = Math.min( count, Math.ceil( ( top + height ) / rowHeight ) + SPARE );
	return { first, end, before: first * rowHeight, after: ( count - end ) * rowHeight };
}
