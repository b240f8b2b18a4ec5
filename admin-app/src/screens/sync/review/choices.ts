/** What was chosen for the held fields of one item. */
import type { Choice, Review, Side } from '../../../api/reviews';

/** The name under which a pair of SKUs is decided. */
export const RENAMED = 'renamed';

export type Chosen = Record< string, Side >;

/** Every field of an item, decided the same way. */
export const everywhere = ( { fields }: Review, side: Side ): Chosen => Object.fromEntries( fields.map( ( { field } ) => [ field, side ] ) );

export const isPair = ( review: Review ): boolean => review.renamed_from !== undefined;

/** What is sent for an item; fields without a choice go on waiting. Null while nothing is chosen. */
export function choiceOf( chosen: Chosen ): Choice | null {
	return Object.keys( chosen ).length === 0 ? null : { choices: chosen };
}

/** The channel that all items shown are of; null when there are several, which cannot be decided at once. */
export function onlyChannel( reviews: Review[] ): string | null {
	const codes = new Set( reviews.map( ( { channel } ) => channel ) );
	return codes.size === 1 ? [ ...codes ][ 0 ] ?? null : null;
}
