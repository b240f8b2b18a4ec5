import { useDispatch, useSelect } from '@wordpress/data';
import { useCallback, useEffect } from '@wordpress/element';
import { useScope } from '../../components/use-scope';
import { leave, useUnsaved } from '../../guard';
import { store as catalogStore } from '../../store/catalog';
import { store as mappingStore } from '../../store/mapping';
import { store as previewStore } from '../../store/preview';
import { registerStores } from '../../store/register';
import type { Scope } from '../../api/mapping';

registerStores( catalogStore, mappingStore, previewStore );

/** The mapping of the channel and language in view; unsaved rows are asked about before they are left. */
export function useMapping() {
	const { channels, problem: channelProblem, reload: reloadChannels, channel, locale, choose } = useScope();
	const { load, discard } = useDispatch( mappingStore );
	const { draft, problem, scope, unsaved } = useSelect( ( select ) => {
		const from = select( mappingStore );
		return { draft: from.getDraft(), problem: from.getProblem(), scope: from.getScope(), unsaved: from.isUnsaved() };
	}, [] );
	const loaded = scope?.channel === channel && scope.locale === locale && draft !== null;

	useEffect( () => {
		if ( channel && locale ) {
			void load( { channel, locale } );
		}
	}, [ channel, locale, load ] );

	const drop = useCallback( () => void discard(), [ discard ] );
	useUnsaved( unsaved, drop );

	return {
		channels,
		channel,
		locale,
		channelProblem,
		reloadChannels,
		problem,
		mapping: loaded ? draft : null,
		choose: ( next: Scope ) => leave( () => choose( next ) ),
		reload: () => void load( { channel, locale } ),
	};
}
