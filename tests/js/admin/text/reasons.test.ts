import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diagnosticSentence, reasonSentence } from '../../../../admin-app/src/text/reasons';

/** The reasons the engine gives, read from its source: a new one without a sentence fails here. */
function reasonsOfTheEngine(): string[] {
	const source = readFileSync( join( process.cwd(), 'wasm/src/reason.rs' ), 'utf8' );
	return [ ...source.matchAll( /^ {4}\w+ = "([a-z_]+)",$/gm ) ].map( ( [ , code ] ) => code ?? '' );
}

describe( 'reasons', () => {
	it( 'are sentences, whatever the engine gives', () => {
		const codes = reasonsOfTheEngine();
		expect( codes.length ).toBeGreaterThan( 40 );
		expect( codes.filter( ( code ) => ! reasonSentence( code ).endsWith( '.' ) ) ).toEqual( [] );
	} );

	it( 'show an unknown code rather than nothing', () => {
		expect( reasonSentence( 'something_new' ) ).toBe( 'Reason: something_new' );
		expect( diagnosticSentence( { code: 'something_new', message: 'The engine says so.' } ) ).toBe( 'The engine says so.' );
	} );

	it( 'are our sentence where the code is known', () => {
		expect( diagnosticSentence( { code: 'attribute_gone', message: 'raw' } ) ).toBe( 'This attribute no longer exists in UnoPim.' );
	} );
} );

describe( 'strings', () => {
	const files = ( folder: string ): string[] =>
		readdirSync( folder, { withFileTypes: true } ).flatMap( ( entry ) =>
			entry.isDirectory() ? files( join( folder, entry.name ) ) : [ join( folder, entry.name ) ]
		);

	it( 'all carry the plugin’s text domain', () => {
		const calls = files( join( process.cwd(), 'admin-app/src' ) )
			.filter( ( file ) => /\.tsx?$/.test( file ) )
			.map( ( file ) => readFileSync( file, 'utf8' ) )
			.reduce( ( sum, source ) => {
				sum.asked += [ ...source.matchAll( /\b_[_n]\(/g ) ].length;
				sum.domained += [ ...source.matchAll( /'unopim-connector'\s*\)/g ) ].length;
				return sum;
			}, { asked: 0, domained: 0 } );
		expect( calls.asked ).toBeGreaterThan( 150 );
		expect( calls.domained ).toBe( calls.asked );
	} );
} );
