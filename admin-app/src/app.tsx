import { useDispatch } from '@wordpress/data';
import { Suspense, useEffect } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { markMenu } from './admin-menu';
import { Banners } from './components/banners';
import { ErrorBoundary } from './components/error-boundary';
import { LeaveQuestion } from './components/leave-question';
import { SectionTabs, SubTabs } from './components/section-tabs';
import { Snackbars } from './components/snackbars';
import { Loading } from './components/states';
import { usePath } from './router';
import { SCREENS } from './routes';
import { store as connectionStore } from './store/connection';

/** The page: tabs, what blocks work, and the screen that the address names. */
export function App() {
	const path = usePath();
	const { load } = useDispatch( connectionStore );
	const CurrentScreen = SCREENS[ path ];

	useEffect( () => {
		void load();
	}, [ load ] );

	useEffect( () => markMenu( path ), [ path ] );

	return (
		<>
			<SectionTabs path={ path } label={ __( 'UnoPim Configuration', 'unopim-connector' ) } />
			<SubTabs path={ path } label={ __( 'This section', 'unopim-connector' ) } />
			<Banners path={ path } />
			<ErrorBoundary key={ path }>
				<Suspense fallback={ <Loading /> }>
					<CurrentScreen />
				</Suspense>
			</ErrorBoundary>
			<LeaveQuestion />
			<Snackbars />
		</>
	);
}
