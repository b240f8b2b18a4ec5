import type { ViewTable } from '@wordpress/dataviews/wp';

/** What of the log is in view: its page, and the columns as somebody has arranged them. */
export type LogView = ViewTable & { page: number; perPage: number };

export const FIRST_VIEW: LogView = {
	type: 'table',
	page: 1,
	perPage: 50,
	// The newest first: the site's own order, there is no other.
	sort: { field: 'time', direction: 'desc' },
	fields: [ 'time', 'status', 'op', 'entity', 'dir', 'message' ],
	layout: { density: 'compact', styles: { message: { width: '100%' } } },
};
