import { useDispatch, useSelect } from '@wordpress/data';
import { useEffect } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ComponentType, MouseEvent } from 'react';
import { ErrorBoundary } from './components/error-boundary';
import { Notice } from './components/notice';
import { addressOf, navigate, usePath } from './router';
import type { Path } from './router';
import { ConnectionScreen } from './screens/connection';
import { PreviewScreen } from './screens/preview';
import { SyncScreen } from './screens/sync';
import { store as connectionStore } from './store/connection';
import { store as mappingStore } from './store/mapping';

const SCREENS: Record< Path, ComponentType > = {
	'/connection': ConnectionScreen,
	'/preview': PreviewScreen,
	'/sync': SyncScreen,
};

const tabs = (): [ Path, string ][] => [
	[ '/connection', __( 'Connection', 'unopim-connector' ) ],
	[ '/preview', __( 'Preview', 'unopim-connector' ) ],
	[ '/sync', __( 'Sync', 'unopim-connector' ) ],
];

/** The page: wp-admin's own tabs, as links, so that each has an address. */
export function App() {
	const path = usePath();
	const connected = useSelect( ( select ) => select( connectionStore ).isConnected(), [] );
	const unsaved = useSelect( ( select ) => select( mappingStore ).isUnsaved(), [] );
	const { load } = useDispatch( connectionStore );
	const Screen = SCREENS[ path ];

	useEffect( () => {
		void load();
	}, [ load ] );

	useEffect( () => {
		if ( ! unsaved ) {
			return undefined;
		}
		const warn = ( event: BeforeUnloadEvent ) => event.preventDefault();
		window.addEventListener( 'beforeunload', warn );
		return () => window.removeEventListener( 'beforeunload', warn );
	}, [ unsaved ] );

	const follow = ( event: MouseEvent, to: Path ) => {
		if ( event.button === 0 && ! event.metaKey && ! event.ctrlKey && ! event.shiftKey && ! event.altKey ) {
			event.preventDefault();
			navigate( to );
		}
	};

	return (
		<>
			<nav className="nav-tab-wrapper" aria-label={ __( 'UnoPim Configuration', 'unopim-connector' ) }>
				{ tabs().map( ( [ to, label ] ) => (
					<a
						key={ to }
						href={ addressOf( to ) }
						className={ to === path ? 'nav-tab nav-tab-active' : 'nav-tab' }
						aria-current={ to === path ? 'page' : undefined }
						onClick={ ( event ) => follow( event, to ) }
					>
						{ label }
					</a>
				) ) }
			</nav>
			{ connected === false && path !== '/connection' && (
				<Notice level="warning" testId="not-connected">
					<p>
						{ __( 'The shop is not connected to UnoPim.', 'unopim-connector' ) }{ ' ' }
						<a href={ addressOf( '/connection' ) } onClick={ ( event ) => follow( event, '/connection' ) }>
							{ __( 'Connect', 'unopim-connector' ) }
						</a>
					</p>
				</Notice>
			) }
			<div className="unopim-screen">
				<ErrorBoundary key={ path }>
					<Screen />
				</ErrorBoundary>
			</div>
		</>
	);
}
