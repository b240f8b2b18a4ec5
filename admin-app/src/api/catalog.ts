import type { CatalogAttribute, Channel, LinkRow } from '../types/rest';
import { request } from './request';

export const fetchChannels = () => request.get< Channel[] >( '/channels' );

export const searchAttributes = ( search: string ) =>
	request.get< CatalogAttribute[] >( '/catalog/attributes', { search, per_page: 50 } );

/** Products linked last, as suggestions. */
export const fetchRecentProducts = () =>
	request.get< LinkRow[] >( '/links', { entity: 'product', per_page: 20 } );
