import type { Mapping } from '../../types/generated';

/** Some parts of a mapping document. */
export const pick = ( mapping: Mapping, parts: ( keyof Mapping )[] ): Partial< Mapping > =>
	Object.fromEntries( parts.map( ( part ) => [ part, mapping[ part ] ] ) );

/** Attribute rows of one channel and language in the place where the document keeps them. */
export const rowsAt = ( { attributes }: Mapping, channel: string, locale: string, rows: Mapping[ 'attributes' ][ string ][ string ] ) => ( {
	attributes: { ...attributes, [ channel ]: { ...attributes[ channel ], [ locale ]: rows } },
} );
