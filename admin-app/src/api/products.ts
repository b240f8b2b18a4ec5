import type { Link } from './links';
import type { Operation } from './plans';
import type { Parked, Review } from './reviews';
import type { LogLevel } from '../types/rest';
import { request } from './request';

/** How things stand with pushing a product. */
export interface PushState {
	/** For which channel and language it begins. */
	channel: string;
	locale: string;
	/** Why there can be none, and what would help; null when there can. */
	reason: string | null;
	next_step: string | null;
	/** It was saved and waits to be sent, at the earliest then. */
	waiting: { change: 'saved' | 'deleted'; next_at: string } | null;
	/** What a push has said of it last. */
	told: { level: LogLevel; code: string; message: string; hint: string | null; at: string } | null;
}

/** GET /products/{id}/state */
export interface ProductState {
	id: number;
	sku: string;
	links: Link[];
	held: Review[];
	parked: Parked[];
	images: Parked[];
	excluded: boolean;
	/** What a run did last to it; null where no history of it is left. */
	last: ( Operation & { run: number } ) | null;
	push: PushState;
}

export const fetchProductState = ( id: number ) => request.get< ProductState >( `/products/${ id }/state` );
