/** Numbers among planned values that stand for something in the shop: terms, and products. */

const TERMS = /^(?:parent|categories|tags|taxonomy:.+|attribute:pa_.+)$/;
const PRODUCTS = [ 'upsells', 'cross_sells', 'related', 'grouped' ];

/** The list in a value: an attribute's terms stand in an object, beside how it is shown. */
const listOf = ( value: unknown ): unknown[] => {
	const list = Array.isArray( value ) ? value : ( value as { terms?: unknown } | null )?.terms;
	return Array.isArray( list ) ? list : [];
};

/** A category has one parent, or none: 0. */
export const isTop = ( field: string, value: unknown ): boolean => field === 'parent' && value === 0;

/** The value as a list, where its field holds a single number. */
export const listed = ( field: string, value: unknown ): unknown => ( field === 'parent' && typeof value === 'number' && value > 0 ? [ value ] : value );

export type Meaning = 'terms' | 'products';

/** What the numbers of a field mean; null where they are only numbers. */
export const meaningOf = ( field: string ): Meaning | null => ( TERMS.test( field ) && 'terms' ) || ( PRODUCTS.includes( field ) && 'products' ) || null;

export const idsOf = ( value: unknown ): number[] => listOf( value ).filter( ( one ): one is number => typeof one === 'number' );

/** The value as text, with names in the place of numbers; null where it holds no list. */
export function namedText( value: unknown, names: Record< string, string >, other: ( one: unknown ) => string ): string | null {
	const list = listOf( value );
	return list.length === 0 ? null : list.map( ( one ) => ( typeof one === 'number' ? names[ one ] ?? `#${ one }` : other( one ) ) ).join( ', ' );
}
