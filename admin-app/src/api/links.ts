import type { StartedRun } from '../types/rest';
import { request } from './request';

export const LINK_ENTITIES = [ 'product', 'category', 'attribute', 'option', 'term' ] as const;
export const LINK_STATES = [ 'all', 'linked', 'gone', 'trash', 'double', 'unlinked' ] as const;

export type LinkEntity = ( typeof LINK_ENTITIES )[ number ];
export type LinkState = ( typeof LINK_STATES )[ number ];

export interface Link {
	/** null: a shop product without a link. */
	link: number | null;
	entity: LinkEntity;
	/** UnoPim's code; of a product without a link its SKU. */
	code: string;
	id: number;
	channel: string;
	title: string;
	state: 'linked' | 'gone' | 'trash' | 'unlinked';
	flags: string[];
	last_pull: string | null;
	last_push: string | null;
}

export interface LinkFilters {
	entity: LinkEntity;
	state: LinkState;
	channel: string;
	search: string;
}

export const fetchLinks = ( filters: LinkFilters, page: number ) =>
	request.list< Link >( '/links', { ...filters, page, per_page: 50 } );

interface Pair {
	channel: string;
	entity: LinkEntity;
	code: string;
	id: number;
}

export const link = ( pair: Pair ) => request.post< { link: number } >( '/links', { do: 'link', ...pair } );

/** Links a code with the product that has it as its SKU. */
export const adopt = ( channel: string, code: string ) => request.post< { link: number } >( '/links', { do: 'adopt', channel, code } );

/** Forgets a link whose item is gone, and pulls the code anew. */
export const recreate = ( { channel, entity, code }: Pair ) =>
	request.post< StartedRun >( '/links', { do: 'recreate', channel, entity, code } );

/** Keeps an item out of pull and push, or lets it in again. */
export const exclude = ( pair: Pair, excluded: boolean ) =>
	request.post< { excluded: boolean } >( '/links', { do: excluded ? 'exclude' : 'include', ...pair } );

export const unlink = ( id: number ) => request.delete< { unlinked: boolean } >( `/links/${ id }` );
