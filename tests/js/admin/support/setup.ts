import { afterEach, beforeEach, vi } from 'vitest';
import { site } from './site';

// The two ways out of the page: the site's REST routes and the engine's worker.
vi.mock( '@wordpress/api-fetch', async () => ( { default: ( await import( './site' ) ).site.fetch } ) );
vi.mock( '../../../../admin-app/src/engine/index', async () => ( {
	getEngine: ( await import( './tab' ) ).tab.getEngine,
} ) );

beforeEach( () => {
	site.reset();
	window.history.replaceState( null, '', '/wp-admin/admin.php?page=unopim-connector' );
	window.unopimConnector = {
		restUrl: 'http://localhost:3000/wp-json/unopim-connector/v1',
		nonce: 'nonce-1',
		workerUrl: '/build/worker.js',
		wasmUrls: { screens: '/build/engine-screens.wasm', pull: '/build/engine-pull.wasm', push: '/build/engine-push.wasm' },
		pageUrl: '/wp-admin/admin.php?page=unopim-connector',
		version: '0.1.0',
	};
} );

afterEach( () => {
	vi.useRealTimers();
} );
