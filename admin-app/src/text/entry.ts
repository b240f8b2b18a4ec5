/** A record of UnoPim's structure by its name, with its code where that says something else. */
import type { CatalogCategory, CatalogEntry } from '../types/rest';

export const entryText = ( { code, label }: CatalogEntry ): string => ( label && label !== code ? `${ label } (${ code })` : code );

/** A category with the levels above it. */
export const categoryText = ( category: CatalogCategory ): string => [ ...( category.path ?? [] ), entryText( category ) ].join( ' › ' );
