import { register } from '@wordpress/data';
import { createRoot } from '@wordpress/element';
import { App } from './app';
import { store as catalogStore } from './store/catalog';
import { store as connectionStore } from './store/connection';
import { store as mappingStore } from './store/mapping';
import { store as previewStore } from './store/preview';
import { store as runStore } from './store/run';
import { releaseHeldRun } from './store/run/actions';
import './style.css';

[ catalogStore, connectionStore, mappingStore, previewStore, runStore ].forEach( register );

// `pagehide` also fires where a phone only puts the page away; the run then goes on at the site, and this page follows it.
window.addEventListener( 'pagehide', releaseHeldRun );

function mount() {
	const root = document.getElementById( 'unopim-connector-root' );
	if ( root ) {
		createRoot( root ).render( <App /> );
	}
}

if ( document.readyState === 'loading' ) {
	document.addEventListener( 'DOMContentLoaded', mount );
} else {
	mount();
}
