/** The panel **UnoPim** in the product editor: a script of its own, for the editor needs little of what the page of the plugin does. */
import { createRoot } from '@wordpress/element';
import { Panel } from './panel';
import '../style/panel.css';

const root = document.getElementById( 'unopim-connector-product' );
if ( root ) {
	createRoot( root ).render( <Panel product={ Number( root.dataset.product ) } /> );
}
