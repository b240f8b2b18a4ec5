import type { Link } from './links';
import type { Operation } from './plans';
import type { Parked, Review } from './reviews';
import { request } from './request';

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
	/** For which channel and language a push of it begins, and why there can be none; absent where the site does not say. */
	push?: { channel: string; locale: string; reason: string | null };
}

export const fetchProductState = ( id: number ) => request.get< ProductState >( `/products/${ id }/state` );
