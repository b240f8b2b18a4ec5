import type { CatalogAttribute, CatalogCategory, CatalogEntry, CategoryFieldEntry, Channel, ChannelChoice, LinkRow, SiteLanguages } from '../types/rest';
import { request } from './request';

export const fetchChannels = () => request.get< Channel[] >( '/channels' );

/** Saves rows in the order given; those that are not named follow as they were. */
export const saveChannels = ( channels: ChannelChoice[] ) => request.put< Channel[] >( '/channels', { channels } );

/** A site of the network; `reason`: why it cannot be chosen. */
export interface NetworkSite {
	id: number;
	name: string;
	own: boolean;
	reason: string | null;
}

/** None on a single site. */
export const fetchSites = () => request.get< NetworkSite[] >( '/channels/sites' );

/** None where no site has several languages. */
export const fetchSiteLanguages = () => request.get< SiteLanguages[] >( '/channels/languages' );

/** Reads channels, languages and currencies of UnoPim again. */
export const refreshChannels = () => request.post< Channel[] >( '/channels/refresh' );

export const searchAttributes = ( search: string ) =>
	request.get< CatalogAttribute[] >( '/catalog/attributes', { search, per_page: 50 } );

/** Products linked last, as suggestions. */
export const fetchRecentProducts = () =>
	request.get< LinkRow[] >( '/links', { entity: 'product', per_page: 20 } );

export const searchCategories = ( search: string ) => request.get< CatalogCategory[] >( '/catalog/categories', { search, per_page: 50 } );

/** Up to a hundred at once; what UnoPim does not have is left out. */
export const fetchCategories = async ( codes: string[] ): Promise< CatalogCategory[] > =>
	codes.length ? request.get< CatalogCategory[] >( '/catalog/categories', { codes: codes.join( ',' ) } ) : [];

export const fetchCategoryFields = () => request.get< CategoryFieldEntry[] >( '/catalog/category-fields', { per_page: 100 } );

export const fetchFamilies = () => request.get< CatalogEntry[] >( '/catalog/families', { per_page: 100 } );

/** Types of links between products, where UnoPim lists them (3.0.1 and newer) and they were read. */
export const fetchAssociationTypes = () => request.get< CatalogEntry[] >( '/catalog/association-types', { per_page: 100 } );

/** Whether the site has read UnoPim's structure once; before that its pickers are empty. */
export const isCatalogKnown = async () => ( await request.get< CatalogEntry[] >( '/catalog/families', { per_page: 1 } ) ).length > 0;
