import type { Shown } from '../types/generated';
import type { StartedRun } from '../types/rest';
import type { Page } from './request';
import { request } from './request';

/** What an item that waits for a person has in common with the others. */
interface Waiting {
	row: number;
	entity: string;
	key: string;
	channel: string;
	id: number;
	title: string;
	/** Where the shop's item is edited. */
	edit_url: string | null;
	state: string;
	tries: number;
	next_try: string | null;
	created_at: string;
}

export interface HeldField {
	field: string;
	shop: unknown;
	unopim: unknown;
	/** Decided, and yet to be written: files by the image queue, links at the end of the run. */
	chosen?: Side;
	/** What both sides had when they last agreed, and when, in UTC; absent where the history does not tell. */
	base?: { value: unknown; at: string };
	/** In words, where names say more than ids. */
	shown?: Shown | null;
}

/** Fields that both sides changed; or, with `renamed_from`, a vanished and a new SKU that may be one product. */
export interface Review extends Waiting {
	fields: HeldField[];
	renamed_from?: string;
}

export interface Parked extends Waiting {
	code: string;
	message: string;
	hint: string | null;
	field: string | null;
	/** The side that could not be written; absent: the shop. */
	side?: 'unopim' | null;
}

export type Side = 'unopim' | 'shop';

/** A side per field, or one side for all of them. */
export type Choice = { choices: Record< string, Side > } | { all: Side };

const PER_PAGE = 20;

export const fetchReviews = ( channel: string, page: number ): Promise< Page< Review > > =>
	request.list( '/reviews', { channel, page, per_page: PER_PAGE } );

export const resolve = ( row: number, choice: Choice ) => request.post< StartedRun >( `/reviews/${ row }`, choice );

/** Of one channel. */
export const resolveAll = ( ids: number[], side: Side ) => request.post< StartedRun >( '/reviews', { ids, all: side } );

export interface ParkedFilters {
	channel: string;
	entity: string;
	state: string;
	search: string;
}

export const fetchParked = ( filters: ParkedFilters, page: number ): Promise< Page< Parked > > =>
	request.list( '/parked', { ...filters, page, per_page: 50 } );

export const retryParked = ( row: number ) => request.post< StartedRun >( `/parked/${ row }/retry` );

/** The shop product takes the SKU back under which UnoPim knows it. */
export const restoreSku = ( row: number ) => request.post< StartedRun >( `/parked/${ row }/retry`, { choices: { sku: 'unopim' } } );

export const ignoreParked = ( row: number ) => request.post< Parked >( `/parked/${ row }/ignore` );
