import { describe, expect, it } from 'vitest';
import { runOutcomeName, outcomeOf, outcomeText } from '../../../../admin-app/src/text/outcome';

describe( 'how a run came out', () => {
	it.each( [
		[ { status: 'done', warnings: 0 }, 'done', 'Done' ],
		[ { status: 'done', warnings: 1 }, 'done_with_warnings', 'Done with 1 warning' ],
		[ { status: 'done', warnings: 1200 }, 'done_with_warnings', 'Done with 1,200 warnings' ],
		// What failed weighs more than what was warned of.
		[ { status: 'done_with_errors', warnings: 3 }, 'done_with_errors', 'Done with errors' ],
		[ { status: 'running', warnings: 0 }, 'running', 'Running' ],
	] as const )( 'is told in words: %j', ( run, outcome, text ) => {
		expect( outcomeOf( run ) ).toBe( outcome );
		expect( outcomeText( run ) ).toBe( text );
	} );

	it( 'has a name of its own for filters', () => expect( runOutcomeName( 'done_with_warnings' ) ).toBe( 'Done with warnings' ) );
} );
