import { useDispatch, useSelect } from '@wordpress/data';
import { useEffect } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { ProblemNotice } from '../../components/problem-notice';
import { Screen } from '../../components/screen';
import { Loading } from '../../components/states';
import { useScope } from '../../components/use-scope';
import { store as catalogStore } from '../../store/catalog';
import { store as mappingStore } from '../../store/mapping';
import { store as previewStore } from '../../store/preview';
import { registerStores } from '../../store/register';
import { MappingPanel } from './mapping-panel';
import { PlanPanel } from './plan-panel';
import { Toolbar } from './toolbar';
import { usePreview } from './use-preview';

registerStores( catalogStore, mappingStore, previewStore );

export default function PreviewScreen() {
	const { channels, problem: channelProblem, channel, locale, choose } = useScope();
	const { load } = useDispatch( mappingStore );
	const { loadSuggestions } = useDispatch( catalogStore );
	const { draft, mappingProblem, scope } = useSelect( ( select ) => {
		const from = select( mappingStore );
		return { draft: from.getDraft(), mappingProblem: from.getProblem(), scope: from.getScope() };
	}, [] );
	const status = useSelect( ( select ) => select( previewStore ).getStatus(), [] );
	const { openProduct, closeProduct } = usePreview( channel, locale );
	const loaded = scope?.channel === channel && scope.locale === locale;

	useEffect( () => {
		void loadSuggestions();
	}, [ loadSuggestions ] );

	useEffect( () => {
		if ( channel && locale && ! loaded ) {
			closeProduct();
			void load( { channel, locale } );
		}
	}, [ channel, locale, loaded, load, closeProduct ] );

	if ( ! channels ) {
		return (
			<Screen title={ __( 'Preview', 'unopim-connector' ) }>{ channelProblem ? <ProblemNotice problem={ channelProblem } /> : <Loading /> }</Screen>
		);
	}
	if ( ! channel ) {
		return (
			<Screen title={ __( 'Preview', 'unopim-connector' ) }>
				{ __( 'No channel is known yet. Channels appear here once UnoPim has been read.', 'unopim-connector' ) }
			</Screen>
		);
	}
	return (
		<Screen title={ __( 'Preview', 'unopim-connector' ) }>
			<Toolbar
				channels={ channels }
				channel={ channel }
				locale={ locale }
				onScope={ choose }
				onOpen={ ( sku ) => void openProduct( sku ) }
				busy={ status === 'loading' }
			/>
			{ mappingProblem && ! draft && <ProblemNotice problem={ mappingProblem } /> }
			{ ! draft && ! mappingProblem && <Loading /> }
			{ draft && loaded && (
				<div className="unopim-columns">
					<MappingPanel
						mapping={ draft }
						channel={ channel }
						locale={ locale }
						defaultLocale={ channels.find( ( { code } ) => code === channel )?.default_locale ?? '' }
					/>
					<PlanPanel />
				</div>
			) }
		</Screen>
	);
}
