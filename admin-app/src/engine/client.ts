/** The typed face of the engine's worker. */
import { CRASHED, EngineError, toFault } from './fault';
import type { Operation } from '../types/generated';
import type { Answer, Command, Commands, Drive, Listeners, Part } from './protocol';

/** What of a `Worker` the client uses. */
export interface Port {
	postMessage( message: unknown ): void;
	addEventListener( type: 'message', listener: ( event: { data: Answer } ) => void ): void;
	addEventListener( type: 'error', listener: ( event: { message?: string } ) => void ): void;
	terminate(): void;
}

interface Waiting extends Listeners {
	resolve( value: unknown ): void;
	reject( error: EngineError ): void;
}

export class EngineClient {
	private readonly waiting = new Map< number, Waiting >();
	private readonly parts = new Map< Part, Promise< null > >();
	private nextId = 1;
	private broken: EngineError | null = null;

	constructor( private readonly port: Port ) {
		port.addEventListener( 'message', ( { data } ) => this.receive( data ) );
		port.addEventListener( 'error', ( { message } ) => this.breakDown( message ) );
	}

	/** Loads a part, once; after a failure the next call tries again. */
	load( part: Part, wasmUrl: string ) {
		const known = this.parts.get( part );
		if ( known ) {
			return known;
		}
		const loading = this.send( 'load', { part, wasmUrl } );
		this.parts.set( part, loading );
		loading.catch( () => this.parts.delete( part ) );
		return loading;
	}

	run( part: Part, drive: Drive, listeners: Listeners ) {
		return this.send( 'run', { ...drive, part }, listeners );
	}

	/** Asks the run that this part drives to end after its present step. */
	stop( part: Part ) {
		return this.send( 'stop', { part } );
	}

	openPreview( drive: Drive, listeners: Listeners ) {
		return this.send( 'preview.open', drive, listeners );
	}

	async plan( mapping: Commands[ 'preview.plan' ][ 'input' ][ 'mapping' ] ) {
		const operations: Operation[] = [];
		const onPart = ( part: Operation[] ) => void operations.push( ...part );
		const { plan, ms } = await this.send( 'preview.plan', { mapping }, { onPart } );
		return { plan: { ...plan, operations }, ms };
	}

	autoMap( mapping: Commands[ 'preview.autoMap' ][ 'input' ][ 'mapping' ] ) {
		return this.send( 'preview.autoMap', { mapping } );
	}

	closePreview() {
		return this.send( 'preview.close', null );
	}

	/** False once the worker failed: a new one is needed. */
	get usable() {
		return this.broken === null;
	}

	/** Ends the worker; whatever was asked and is not answered yet fails. */
	dispose() {
		this.port.terminate();
		this.breakDown( 'The engine was closed.', 'engine_closed' );
	}

	private send< C extends Command >(
		command: C,
		input: Commands[ C ][ 'input' ],
		listeners: Listeners = {}
	): Promise< Commands[ C ][ 'output' ] > {
		if ( this.broken ) {
			return Promise.reject( this.broken );
		}
		const id = this.nextId++;
		return new Promise( ( resolve, reject ) => {
			this.waiting.set( id, { ...listeners, resolve: resolve as ( value: unknown ) => void, reject } );
			try {
				this.port.postMessage( { id, command, input } );
			} catch ( error ) {
				this.waiting.delete( id );
				reject( new EngineError( toFault( error ) ) );
			}
		} );
	}

	private receive( answer: Answer ) {
		const waiting = this.waiting.get( answer.id );
		if ( ! waiting ) {
			return;
		}
		if ( 'report' in answer ) {
			waiting.onReport?.( answer.report );
			return;
		}
		if ( 'part' in answer ) {
			waiting.onPart?.( answer.part );
			return;
		}
		if ( 'state' in answer ) {
			waiting.onState?.( answer.state );
			return;
		}
		this.waiting.delete( answer.id );
		if ( answer.ok ) {
			waiting.resolve( answer.value );
		} else {
			waiting.reject( new EngineError( answer.error ) );
			if ( answer.error.code === CRASHED ) {
				this.port.terminate();
				this.breakDown( answer.error.message, CRASHED );
			}
		}
	}

	/** A worker that failed to load or crashed answers nothing any more. */
	private breakDown( message = 'The engine’s worker could not be started.', code = 'worker_blocked' ) {
		this.broken ??= new EngineError( { code, path: '', message, hint: '' } );
		const waiting = [ ...this.waiting.values() ];
		this.waiting.clear();
		waiting.forEach( ( { reject } ) => reject( this.broken as EngineError ) );
	}
}
