import { describe, expect, it } from 'vitest';
import { store } from '../../../../admin-app/src/store/connection';
import { connection } from '../support/samples';
import { newRegistry } from '../support/registry';
import { site } from '../support/site';

const typed = { url: 'https://pim.example.com', client_id: 'a', client_secret: 'b', username: 'c', password: 'd' };

function setUp() {
	const registry = newRegistry();
	registry.register( store );
	return { act: registry.dispatch( store ), see: registry.select( store ) };
}

describe( 'the connection store', () => {
	it( 'keeps the stored connection when the typed one is refused', async () => {
		const { act, see } = setUp();
		site.answer( 'GET /connection', connection() );
		site.answer( 'POST /connection/test', site.refusal( { code: 'invalid_grant', message: 'Refused.', path: 'password', next_step: 'Check it.', data: { status: 400 } } ) );
		await act.load();
		const before = see.getConnection();
		await act.testAndSave( typed );
		expect( see.getConnection() ).toBe( before );
		expect( see.getProblem() ).toEqual( { code: 'invalid_grant', message: 'Refused.', path: 'password', next_step: 'Check it.', status: 400 } );
		expect( see.wasSaved() ).toBe( false );
		expect( see.getBusy() ).toBeNull();
	} );

	it( 'says so when it worked, and forgets the last problem', async () => {
		const { act, see } = setUp();
		site.answer( 'POST /connection/test', site.refusal( { code: 'dns', message: 'No such host.' } ), connection() );
		await act.testAndSave( typed );
		await act.testAndSave( typed );
		expect( site.asked( 'POST /connection/test' )[ 1 ]?.data ).toEqual( typed );
		expect( see.getProblem() ).toBeNull();
		expect( see.wasSaved() ).toBe( true );
		expect( see.isConnected() ).toBe( true );
	} );

	it( 'tells unknown from not connected; a session being renewed is connected', async () => {
		const { act, see } = setUp();
		expect( see.isConnected() ).toBeNull();
		site.answer( 'GET /connection', connection( { state: 'not_connected' } ), connection( { state: 'refreshing' } ) );
		await act.load();
		expect( see.isConnected() ).toBe( false );
		await act.load();
		expect( see.isConnected() ).toBe( true );
	} );

	it( 'reads the details of a refusal from WordPress’s own shape, too', async () => {
		const { act, see } = setUp();
		site.answer( 'DELETE /connection', site.refusal( { code: 'locked', message: 'No.', data: { status: 409, path: 'url', next_step: 'Remove the constant.' } } ) );
		await act.disconnect();
		expect( see.getProblem() ).toMatchObject( { path: 'url', next_step: 'Remove the constant.', status: 409 } );
	} );
} );
