import type { AttributeMapping, CategoryMapping, CategoryParts, CoreMapping, ShopTerm, Target } from '../types/rest';
import type { AutoMapped, Mapping, Row } from '../types/generated';
import { request } from './request';

export interface Scope {
	channel: string;
	locale: string;
}

/** What of the mapping concerns one channel and language. */
export interface ScopedMapping {
	mapping: Mapping;
	inherited: boolean;
}

export async function fetchMapping( { channel, locale }: Scope ): Promise< ScopedMapping > {
	const [ { core }, { rows, inherited }, categories ] = await Promise.all( [
		request.get< CoreMapping >( '/mapping/core' ),
		fetchRows( { channel, locale } ),
		request.get< CategoryMapping >( '/mapping/categories', { channel } ),
	] );
	return {
		mapping: {
			version: 2,
			core,
			attributes: { [ channel ]: { [ locale ]: rows } },
			...categoriesOf( channel, categories ),
		},
		inherited,
	};
}

/** The categories' part of a mapping document. */
export const categoriesOf = ( channel: string, { rows, references, associations, category_fields, taxonomies }: CategoryMapping ) => ( {
	categories: { [ channel ]: rows },
	category_fields,
	taxonomies,
	references: { [ channel ]: references },
	associations: associations ?? undefined,
} );

export const fetchRows = ( { channel, locale }: Scope ) =>
	request.get< AttributeMapping >( '/mapping/attributes', { channel, locale } );

export const saveCore = ( core: Mapping[ 'core' ] ) => request.put< CoreMapping >( '/mapping/core', { core } );

export const saveAttributes = ( { channel, locale }: Scope, rows: Row[] ) =>
	request.put< AttributeMapping >( '/mapping/attributes', { rows }, { channel, locale } );

export const saveCategories = ( channel: string, parts: Partial< CategoryParts > & { rows?: Record< string, number > } ) =>
	request.put< CategoryMapping >( '/mapping/categories', parts, { channel } );

export const fetchTargets = () => request.get< Target[] >( '/mapping/targets' );

/** The shop's categories. */
export const fetchTerms = () => request.get< ShopTerm[] >( '/mapping/terms' );

/** What the site's engine proposes for the rows that are empty in the saved mapping. */
export const proposeRows = ( { channel, locale }: Scope ) =>
	request.post< AutoMapped >( `/mapping/auto?channel=${ encodeURIComponent( channel ) }&locale=${ encodeURIComponent( locale ) }` );
