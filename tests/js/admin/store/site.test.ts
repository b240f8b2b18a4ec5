import { describe, expect, it } from 'vitest';
import { store } from '../../../../admin-app/src/store/site';
import { newRegistry } from '../support/registry';
import { run } from '../support/samples';
import { site } from '../support/site';

function opened() {
	const registry = newRegistry();
	registry.register( store );
	return { from: registry.select( store ), to: registry.dispatch( store ) };
}

describe( 'what concerns every screen', () => {
	it( 'is dry run and the runs that need attention', async () => {
		site.answer( 'GET /settings', { dry_run: true } );
		site.answer( 'GET /runs', [ run( { id: 1 } ), run( { id: 2, status: 'waiting' } ), run( { id: 3, status: 'stalled' } ) ] );
		const { from, to } = opened();
		expect( from.isDryRun() ).toBeNull();
		await to.refresh();
		expect( from.isDryRun() ).toBe( true );
		expect( from.getWaitingRuns().map( ( { id } ) => id ) ).toEqual( [ 2 ] );
		expect( from.getStalledRuns().map( ( { id } ) => id ) ).toEqual( [ 3 ] );
		expect( from.getWaitingRuns() ).toBe( from.getWaitingRuns() );
	} );

	it( 'tells a site that does not answer from one that refuses', async () => {
		const { from, to } = opened();
		site.answer( 'GET /settings', site.refusal( { code: 'forbidden', message: 'No.' } ) );
		site.answer( 'GET /runs', [] );
		await to.refresh();
		expect( from.isOnline() ).toBe( true );
		site.answer( 'GET /settings', site.refusal( { code: 'fetch_error', message: 'You are probably offline.' } ) );
		await to.refresh();
		expect( from.isOnline() ).toBe( false );
		site.answer( 'GET /settings', { dry_run: false } );
		await to.refresh();
		expect( from.isOnline() ).toBe( true );
	} );
} );
