import type { ViewTable } from '@wordpress/dataviews/wp';

/** What of the log is in view: its page, and the columns as somebody has arranged them. */
export type LogView = ViewTable & { page: number; perPage: number };

/** What of it stays when the page is left. */
export type Arrangement = Pick< LogView, 'fields' | 'perPage' | 'sort' | 'layout' >;

export const COLUMNS = [ 'time', 'status', 'op', 'entity', 'dir', 'channel', 'language', 'run', 'message' ];

/** How many rows a page may have. */
export const SIZES = [ 20, 50, 100 ];

export const FIRST_VIEW: LogView = {
	type: 'table',
	page: 1,
	perPage: 50,
	// The site sorts by time alone.
	sort: { field: 'time', direction: 'desc' },
	fields: [ 'time', 'status', 'op', 'entity', 'dir', 'message' ],
	layout: { density: 'compact', styles: { message: { width: '100%' } } },
};

export const arrangementOf = ( { fields, perPage, sort, layout }: LogView ): Arrangement => ( { fields, perPage, sort, layout } );

/** The view as it was left. What was kept may be of an older version, or of no use at all: that part is as it is at first. */
export function viewOf( kept: unknown ): LogView {
	const { fields, perPage, sort, layout } = ( typeof kept === 'object' && kept !== null ? kept : {} ) as Partial< Arrangement >;
	const known = Array.isArray( fields ) ? fields.filter( ( name ) => COLUMNS.includes( name ) ) : [];
	const density = layout?.density;
	return {
		...FIRST_VIEW,
		...( known.includes( 'message' ) && { fields: known } ),
		...( perPage !== undefined && SIZES.includes( perPage ) && { perPage } ),
		...( sort?.direction === 'asc' && { sort: { field: 'time', direction: 'asc' } } ),
		...( ( density === 'comfortable' || density === 'balanced' ) && { layout: { ...FIRST_VIEW.layout, density } } ),
	};
}
