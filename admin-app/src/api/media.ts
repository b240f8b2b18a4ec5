import type { Parked } from './reviews';
import { request } from './request';

export interface MediaStatus {
	paused: boolean;
	counts: { waiting: number; retry: number; failed: number; done: number };
}

/** An item that waits for files: its fields, and the paths each of them wants. */
export interface MediaItem extends Parked {
	wanted: Record< string, string[] >;
}

export type MediaPage = MediaStatus & { items: MediaItem[] };

export const fetchMedia = ( state: string, search: string, page: number ) =>
	request.paged< MediaPage >( '/media', { state, search, page, per_page: 50 } );

export const pauseMedia = () => request.post< MediaStatus >( '/media/pause' );
export const resumeMedia = () => request.post< MediaStatus >( '/media/resume' );
export const retryMedia = () => request.post< MediaStatus & { retried: number } >( '/media/retry' );
