/** Where the screens' own files lie, so that they are found whatever folder or host the site serves its plugins from. First of all imports. */
import { config } from './config';

declare global {
	 
	var __webpack_public_path__: string;
}

__webpack_public_path__ = new URL( './', new URL( config().workerUrl, window.location.href ) ).href;
