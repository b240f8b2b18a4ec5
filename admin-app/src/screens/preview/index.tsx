import { useDispatch, useSelect } from '@wordpress/data';
import { useEffect } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { NoChannel } from '../../components/no-channel';
import { PreviewStatus } from '../../components/plan/preview-status';
import { usePreview } from '../../components/plan/use-preview';
import { ProblemNotice } from '../../components/problem-notice';
import { Screen } from '../../components/screen';
import { Loading } from '../../components/states';
import { useScope } from '../../components/use-scope';
import { queryValue, remember } from '../../router';
import { store as catalogStore } from '../../store/catalog';
import { store as previewStore } from '../../store/preview';
import type { Wish } from '../../store/preview/actions';
import { registerStores } from '../../store/register';
import { ApplyPlan } from './apply';
import { Toolbar } from './toolbar';
import { addressOf, wishOf } from './wish';

registerStores( catalogStore, previewStore );

/** Any product, or a sample of them, as a pull would leave it: now, new, and why. */
export default function PreviewScreen() {
	const { channels, problem, reload, channel, locale, choose } = useScope();
	const { loadSuggestions } = useDispatch( catalogStore );
	const sku = useSelect( ( select ) => select( previewStore ).getSku(), [] );
	const { show, retry, status } = usePreview( channel, locale, null );

	useEffect( () => {
		void loadSuggestions();
	}, [ loadSuggestions ] );

	// A link to a preview opens it.
	useEffect( () => {
		const linked = wishOf( queryValue );
		if ( linked && channel !== '' ) {
			void show( linked );
		}
	}, [ show, channel ] );

	const open = ( wish: Wish ) => {
		remember( addressOf( wish ) );
		void show( wish );
	};

	const content = () => {
		if ( ! channels ) {
			return problem ? <ProblemNotice problem={ problem } onRetry={ reload } /> : <Loading />;
		}
		if ( ! channel ) {
			return <NoChannel />;
		}
		return (
			<>
				<Toolbar channels={ channels } channel={ channel } locale={ locale } onScope={ choose } onOpen={ open } busy={ status === 'loading' } />
				<ApplyPlan key={ `${ channel }/${ locale }/${ sku }` } channel={ channel } locale={ locale } sku={ sku } ready={ status === 'ready' } />
				<section className="unopim-panel" aria-label={ __( 'Preview', 'unopim-connector' ) } data-testid="plan">
					<PreviewStatus onRetry={ retry } idle={ __( 'Enter a SKU, or look at a sample, to see products as they will be in the shop. Nothing is written.', 'unopim-connector' ) } />
				</section>
			</>
		);
	};
	return (
		<Screen
			title={ __( 'Preview', 'unopim-connector' ) }
			description={ __( 'What a pull would do with a product: each field now, new, and why. Planned in this browser with the saved mapping.', 'unopim-connector' ) }
		>
			{ content() }
		</Screen>
	);
}
