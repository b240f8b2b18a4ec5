/** Carries out the page's commands on the engine. The worker only wires it to messages, so tests can drive it directly. */
import type * as Pull from '@unopim/engine/pull';
import type * as Push from '@unopim/engine/push';
import type * as Screens from '@unopim/engine/screens';
import { EngineError, toFault } from './fault';
import { loadWasm } from './load-wasm';
import type { Operation } from '../types/generated';
import type { Answer, Command, Commands, Listeners, Request } from './protocol';

export interface Engines {
	screens: typeof Screens;
	pull: typeof Pull;
	push: typeof Push;
}
type Post = ( answer: Answer ) => void;
type Handlers = {
	[ C in Command ]: (
		input: Commands[ C ][ 'input' ],
		to: Required< Listeners >
	) => Commands[ C ][ 'output' ] | Promise< Commands[ C ][ 'output' ] >;
};

/** Operations that the page takes in at once; a few milliseconds of its time. */
const PART = 100;

/** Notes that a page shows; of a thousand products there may be thousands. */
const NOTES = 20;

/** The link row is the site's matter. */
const forPage = ( operation: Operation ): Operation => ( { ...operation, link: undefined } );

export function createDispatcher( engines: Engines, post: Post, now: () => number = () => performance.now() ) {
	let preview: Screens.Preview | null = null;
	let openings = 0;

	const openPreview = () => {
		if ( preview === null ) {
			throw new EngineError( {
				code: 'preview_closed',
				path: '',
				message: 'No preview is open.',
				hint: '',
			} );
		}
		return preview;
	};

	const closePreview = () => {
		preview?.free();
		preview = null;
	};

	const handlers: Handlers = {
		async load( { part, wasmUrl } ) {
			await engines[ part ].default( { module_or_path: await loadWasm( wasmUrl ) } );
			return null;
		},
		run: ( { part, stepUrl, nonce, lease }, { onReport, onState } ) =>
			engines[ part ].run( stepUrl, nonce, lease, onReport, onState ),
		stop( { part } ) {
			engines[ part ].stop();
			return null;
		},
		async 'preview.open'( { stepUrl, nonce, lease }, { onReport } ) {
			closePreview();
			const mine = ++openings;
			const opened = await engines.screens.Preview.open( stepUrl, nonce, lease, onReport );
			if ( mine !== openings ) {
				opened.free();
				throw new EngineError( {
					code: 'superseded',
					path: '',
					message: 'Another product was opened in the meantime.',
					hint: '',
				} );
			}
			preview = opened;
			return { attributes: preview.attributes(), associations: preview.associations() };
		},
		'preview.plan'( { mapping }, { onPart } ) {
			const start = now();
			const { operations, notes, ...plan } = openPreview().plan( mapping ?? undefined );
			const ms = now() - start;
			for ( let at = 0; at < operations.length; at += PART ) {
				onPart( operations.slice( at, at + PART ).map( forPage ) );
			}
			return { plan: { ...plan, notes: notes.slice( 0, NOTES ), operations: [] }, ms };
		},
		'preview.autoMap': ( { mapping } ) => openPreview().autoMap( mapping ),
		'preview.close'() {
			openings++;
			closePreview();
			return null;
		},
	};

	return async < C extends Command >( request: Request< C > ): Promise< void > => {
		const { id, command, input } = request;
		try {
			const value = await handlers[ command ]( input, {
				onReport: ( report ) => post( { id, report } ),
				onState: ( state ) => post( { id, state } ),
				onPart: ( part ) => post( { id, part } ),
			} );
			post( { id, ok: true, value } );
		} catch ( error ) {
			post( { id, ok: false, error: toFault( error ) } );
		}
	};
}
