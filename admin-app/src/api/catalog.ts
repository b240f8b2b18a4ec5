import type { CatalogAttribute, Channel, ChannelChoice, LinkRow } from '../types/rest';
import { request } from './request';

export const fetchChannels = () => request.get< Channel[] >( '/channels' );

export const saveChannel = ( channel: ChannelChoice ) => request.put< Channel[] >( '/channels', { channels: [ channel ] } );

export const searchAttributes = ( search: string ) =>
	request.get< CatalogAttribute[] >( '/catalog/attributes', { search, per_page: 50 } );

/** Products linked last, as suggestions. */
export const fetchRecentProducts = () =>
	request.get< LinkRow[] >( '/links', { entity: 'product', per_page: 20 } );
