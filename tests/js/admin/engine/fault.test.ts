import { describe, expect, it } from 'vitest';
import { EngineError, toFault } from '../../../../admin-app/src/engine/fault';

const thrown = ( name: string, message: string ) => Object.assign( new Error( message ), { name } );

describe( 'faults', () => {
	it( 'keep what the engine said', () => {
		const fault = { code: 'bad_frame', path: 'responses.0', message: 'No.', hint: 'Send it again.' };
		expect( toFault( new EngineError( fault ) ) ).toEqual( fault );
	} );

	it.each( [
		// Chromium, Firefox, Safari
		[ 'CompileError', "WebAssembly.instantiate(): Refused to compile or instantiate WebAssembly module because 'unsafe-eval' is not an allowed source of script in the following Content Security Policy directive" ],
		[ 'CompileError', 'call to WebAssembly.instantiate() blocked by CSP' ],
		[ 'EvalError', "Refused to create a WebAssembly object because 'unsafe-eval' or 'wasm-unsafe-eval' is not an allowed source" ],
	] )( 'recognise a policy that refuses WebAssembly (%s)', ( name, message ) => {
		expect( toFault( thrown( name, message ) ).code ).toBe( 'wasm_blocked' );
	} );

	it( 'tell a trap from an ordinary error', () => {
		expect( toFault( thrown( 'RuntimeError', 'unreachable' ) ).code ).toBe( 'engine_crashed' );
		expect( toFault( thrown( 'TypeError', 'x is not a function' ) ).code ).toBe( 'engine' );
	} );

	it( 'survive anything thrown', () => {
		expect( toFault( 'plain text' ) ).toMatchObject( { code: 'engine', message: 'plain text' } );
		expect( toFault( null ).message ).toBe( 'null' );
	} );
} );
