import type { AttributeMapping, CategoryMapping, CoreMapping, Target } from '../types/rest';
import type { Mapping, Row } from '../types/generated';
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
		request.get< AttributeMapping >( '/mapping/attributes', { channel, locale } ),
		request.get< CategoryMapping >( '/mapping/categories', { channel } ),
	] );
	return {
		mapping: {
			version: 1,
			core,
			attributes: { [ channel ]: { [ locale ]: rows } },
			categories: { [ channel ]: categories.rows },
		},
		inherited,
	};
}

export const saveCore = ( core: Mapping[ 'core' ] ) => request.put< CoreMapping >( '/mapping/core', { core } );

export const saveAttributes = ( { channel, locale }: Scope, rows: Row[] ) =>
	request.put< AttributeMapping >( '/mapping/attributes', { rows }, { channel, locale } );

export const fetchTargets = () => request.get< Target[] >( '/mapping/targets' );
