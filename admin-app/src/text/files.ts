/** Files among planned values: attachments of the shop by their numbers, files of UnoPim by their paths. */

/** Fields of the shop that hold attachments. */
const ATTACHED = [ 'image', 'gallery', 'thumbnail', 'swatch_image' ];

const listOf = ( value: unknown ): unknown[] => ( Array.isArray( value ) ? value : [ value ] );

export const attachmentsOf = ( field: string, value: unknown ): number[] =>
	ATTACHED.includes( field ) ? listOf( value ).filter( ( one ): one is number => typeof one === 'number' && one > 0 ) : [];

/** UnoPim does not say of a text that it is a path: one that ends as pictures do is taken for one. */
const PATH = /^\S[^\n]*\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?)$/i;

export function pathsOf( value: unknown ): string[] {
	const list = listOf( value );
	const paths = list.filter( ( one ): one is string => typeof one === 'string' && PATH.test( one ) );
	return paths.length === list.length ? paths : [];
}

/** The last part of a path. */
export const fileName = ( path: string ): string => path.slice( path.lastIndexOf( '/' ) + 1 );
