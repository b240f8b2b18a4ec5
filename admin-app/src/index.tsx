import './public-path';
import { createRoot } from '@wordpress/element';
import { followMenu } from './admin-menu';
import { App } from './app';
import { store as connectionStore } from './store/connection';
import { registerStores } from './store/register';
import { store as siteStore } from './store/site';
import './style.css';
import './style/lists.css';

// Those that every screen needs; the others come with the screens.
registerStores( connectionStore, siteStore );

function mount() {
	const root = document.getElementById( 'unopim-connector-root' );
	if ( root ) {
		followMenu();
		createRoot( root ).render( <App /> );
	}
}

if ( document.readyState === 'loading' ) {
	document.addEventListener( 'DOMContentLoaded', mount );
} else {
	mount();
}
