import { act } from 'react';
import { describe, expect, it, vi } from 'vitest';
import type { FullLogRow } from '../../../../admin-app/src/api/logs';
import { ReasonButton } from '../../../../admin-app/src/components/reason-button';
import { useQuery } from '../../../../admin-app/src/components/use-query';
import { LogMessage } from '../../../../admin-app/src/screens/logs/log-message';
import { log } from '../support/samples';
import { render } from '../support/render';

const click = ( element: Element | null | undefined ) => act( () => element?.dispatchEvent( new MouseEvent( 'click', { bubbles: true } ) ) );

const logRow = ( some: Partial< FullLogRow > ): FullLogRow => ( { id: 1, created_at: '2026-11-26T04:00:00Z', channel: null, locale: null, run: null, detail: null, ...log( 'mug' ), ...some } as FullLogRow );

describe( 'a row of the log', () => {
	it( 'unfolds by a button that says whether it is open', () => {
		const { container } = render( <LogMessage row={ logRow( { message: 'mug was created', detail: 'the bytes', run: null } ) } /> );
		const button = container.querySelector( 'button' );
		expect( container.textContent ).not.toContain( 'the bytes' );
		click( button );
		expect( button?.getAttribute( 'aria-expanded' ) ).toBe( 'true' );
		expect( container.querySelector( `[id="${ button?.getAttribute( 'aria-controls' ) }"]` )?.textContent ).toContain( 'the bytes' );
		click( button );
		expect( container.textContent ).not.toContain( 'the bytes' );
	} );

	it( 'names its item where its sentence does not', () => {
		const text = ( row: Partial< FullLogRow > ) => render( <LogMessage row={ logRow( row ) } /> ).container.textContent;
		expect( text( { key: 'mug', message: 'mug was created' } ) ).not.toMatch( /mug.*mug/ );
		expect( text( { key: 'mug', message: 'It has no name' } ) ).toMatch( /^mug It has no name/ );
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

	it( 'is the same element when it can again, so that the focus stays where it was', () => {
		const onClick = vi.fn();
		const of = ( reason: string | null ) => (
			<ReasonButton reason={ reason } onClick={ onClick }>
				Pull
			</ReasonButton>
		);
		const { container, draw } = render( of( 'Connect first.' ) );
		const button = container.querySelector( 'button' );
		draw( of( null ) );
		expect( container.querySelector( 'button' ) ).toBe( button );
		expect( [ button?.getAttribute( 'aria-disabled' ), button?.hasAttribute( 'aria-describedby' ) ] ).toEqual( [ null, false ] );
		click( button );
		expect( onClick ).toHaveBeenCalledOnce();
		draw( of( 'Once is enough.' ) );
		expect( container.querySelector( 'button' ) ).toBe( button );
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
