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

/** A file of the media library; `src`: null of what is no picture. */
export interface Picture {
	name: string;
	src: string | null;
}

/** By attachment, and by UnoPim's path where the library has what lies there. */
export interface Pictures {
	ids: Record< string, Picture >;
	paths: Record< string, Picture >;
}

export const fetchPictures = ( channel: string, ids: number[], paths: string[] ) =>
	request.get< Pictures >( '/media/pictures', { channel, ids: ids.join( ',' ), paths: paths.join( '\n' ) } );

export const pauseMedia = () => request.post< MediaStatus >( '/media/pause' );
export const resumeMedia = () => request.post< MediaStatus >( '/media/resume' );
export const retryMedia = () => request.post< MediaStatus & { retried: number } >( '/media/retry' );
