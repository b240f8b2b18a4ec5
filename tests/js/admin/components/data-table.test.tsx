import { act } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { DataTable } from '../../../../admin-app/src/components/data-table';
import { ReasonButton } from '../../../../admin-app/src/components/reason-button';
import { useQuery } from '../../../../admin-app/src/components/use-query';
import { render } from '../support/render';

const click = ( element: Element | null | undefined ) => act( () => element?.dispatchEvent( new MouseEvent( 'click', { bubbles: true } ) ) );

describe( 'a table', () => {
	const columns = [ { name: 'code', label: 'Code', heads: true, cell: ( { code }: { code: string } ) => code } ];

	it( 'unfolds rows by a button that says whether they are open', () => {
		const { container } = render(
			<DataTable label="Things" columns={ columns } rows={ [ { code: 'a' }, { code: 'b' } ] } keyOf={ ( { code } ) => code } detail={ ( { code } ) => `more of ${ code }` } />
		);
		expect( container.textContent ).not.toContain( 'more of b' );
		const button = [ ...container.querySelectorAll( 'button' ) ][ 1 ];
		click( button );
		expect( container.textContent ).toContain( 'more of b' );
		expect( button?.getAttribute( 'aria-expanded' ) ).toBe( 'true' );
		expect( container.querySelector( `[id="${ button?.getAttribute( 'aria-controls' ) }"]` )?.textContent ).toBe( 'more of b' );
		click( button );
		expect( container.textContent ).not.toContain( 'more of b' );
	} );
} );

describe( 'a button that cannot act', () => {
	it( 'says why, stays reachable, and does nothing', () => {
		const onClick = vi.fn();
		const { container } = render(
			<ReasonButton reason="Connect first." onClick={ onClick }>
				Pull
			</ReasonButton>
		);
		const button = container.querySelector( 'button' );
		expect( button?.hasAttribute( 'disabled' ) ).toBe( false );
		expect( button?.getAttribute( 'aria-disabled' ) ).toBe( 'true' );
		const ids = button?.getAttribute( 'aria-describedby' )?.split( ' ' ) ?? [];
		expect( ids.map( ( id ) => document.getElementById( id )?.textContent ) ).toContain( 'Connect first.' );
		click( button );
		expect( onClick ).not.toHaveBeenCalled();
	} );
} );

describe( 'what a screen reads', () => {
	const settle = () => act( () => new Promise( ( resolve ) => setTimeout( resolve ) ) );

	function Probe( { ask, of }: { ask: () => Promise< string >; of: string } ) {
		const { data, problem } = useQuery( ask, of );
		return <p>{ problem ? problem.message : data ?? 'loading' }</p>;
	}

	it( 'is asked again for another key, and an overtaken answer is dropped', async () => {
		const answers: Record< string, ( value: string ) => void > = {};
		const ask = ( of: string ) => () => new Promise< string >( ( resolve ) => ( answers[ of ] = resolve ) );
		const { container, draw } = render( <Probe of="a" ask={ ask( 'a' ) } /> );
		draw( <Probe of="b" ask={ ask( 'b' ) } /> );
		answers.b?.( 'of b' );
		answers.a?.( 'of a' );
		await settle();
		expect( container.textContent ).toBe( 'of b' );
	} );

	it( 'says what was refused', async () => {
		const { container } = render( <Probe of="a" ask={ () => Promise.reject( { code: 'x', message: 'Refused.' } ) } /> );
		await settle();
		expect( container.textContent ).toBe( 'Refused.' );
	} );
} );
