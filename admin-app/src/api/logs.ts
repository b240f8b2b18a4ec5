import type { LogRow } from '../types/rest';
import type { Query } from './request';
import { request } from './request';

/** Combine with AND; what is empty does not filter. */
export interface LogFilters {
	level: string;
	op: string;
	entity: string;
	dir: string;
	channel: string;
	run: string;
	/** Days of the site. */
	from: string;
	to: string;
	search: string;
}

export const NO_FILTERS: LogFilters = { level: '', op: '', entity: '', dir: '', channel: '', run: '', from: '', to: '', search: '' };

/** A row with what stands in its detail. */
export interface FullLogRow extends LogRow {
	channel: string | null;
	locale: string | null;
	run: number | null;
	/** An excerpt of what was sent and received, as text or as JSON. */
	detail: string | null;
}

/** By time: the newest first, or the oldest. */
export const fetchLogs = ( filters: LogFilters, page: number, perPage: number, order: 'asc' | 'desc' ) =>
	request.list< FullLogRow >( '/logs', { ...chosen( filters ), page, per_page: perPage, order } );

export const exportLogs = ( filters: LogFilters ) => request.file( '/logs/export', chosen( filters ) );

export const flushLogs = () => request.delete< { flushed: number } >( '/logs' );

const chosen = ( filters: LogFilters ): Query =>
	Object.fromEntries( Object.entries( filters ).filter( ( [ , value ] ) => value !== '' ) );
