import { beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineClient } from '../../../../admin-app/src/engine/client';
import type { Answer, Request } from '../../../../admin-app/src/engine/protocol';
import { item, mapping, plan, report } from '../support/samples';

class FakeWorker {
	readonly sent: Request[] = [];
	terminated = false;
	private listeners: Record< string, ( event: never ) => void > = {};

	postMessage( message: unknown ) {
		this.sent.push( message as Request );
	}
	addEventListener( type: string, listener: ( event: never ) => void ) {
		this.listeners[ type ] = listener;
	}
	terminate() {
		this.terminated = true;
	}
	answer( data: Answer ) {
		this.listeners.message?.( { data } as never );
	}
	crash( message?: string ) {
		this.listeners.error?.( { message } as never );
	}
}

const drive = { stepUrl: 'https://shop/step', nonce: 'n', lease: 'l' };

describe( 'the engine client', () => {
	let worker: FakeWorker;
	let client: EngineClient;
	beforeEach( () => {
		worker = new FakeWorker();
		client = new EngineClient( worker );
	} );

	it( 'gives each answer to the request it belongs to, in any order', async () => {
		const first = client.autoMap( mapping() );
		const second = client.plan( mapping() );
		expect( worker.sent.map( ( { command } ) => command ) ).toEqual( [ 'preview.autoMap', 'preview.plan' ] );
		const [ one, two ] = worker.sent as [ Request, Request ];
		worker.answer( { id: two.id, ok: true, value: { plan: plan(), ms: 1 } } );
		worker.answer( { id: one.id, ok: true, value: { mapping: mapping(), filled: [ 'core.name' ] } } );
		expect( ( await first ).filled ).toEqual( [ 'core.name' ] );
		expect( ( await second ).ms ).toBe( 1 );
	} );

	it( 'loads each part once, and again only after a failure', async () => {
		const refused = client.load( 'pull', 'https://shop/engine-pull.wasm' );
		worker.answer( { id: 1, ok: false, error: { code: 'wasm_unreachable', path: '', message: 'HTTP 404', hint: '' } } );
		await expect( refused ).rejects.toMatchObject( { code: 'wasm_unreachable' } );
		const loading = client.load( 'pull', 'https://shop/engine-pull.wasm' );
		worker.answer( { id: 2, ok: true, value: null } );
		await loading;
		await client.load( 'pull', 'https://shop/engine-pull.wasm' );
		void client.load( 'push', 'https://shop/engine-push.wasm' );
		expect( worker.sent.map( ( { input } ) => ( input as { part: string } ).part ) ).toEqual( [ 'pull', 'pull', 'push' ] );
	} );

	it( 'puts a plan together that comes in parts', async () => {
		const planned = client.plan( null );
		worker.answer( { id: 1, part: [ item( { key: 'a' } ) ] } );
		worker.answer( { id: 1, part: [ item( { key: 'b' } ) ] } );
		worker.answer( { id: 1, ok: true, value: { plan: plan( { hash: 'h' } ), ms: 1 } } );
		const { plan: whole } = await planned;
		expect( [ whole.hash, ...whole.operations.map( ( { key } ) => key ) ] ).toEqual( [ 'h', 'a', 'b' ] );
	} );

	it( 'passes reports on until the run has its result', async () => {
		const onReport = vi.fn();
		const onState = vi.fn();
		const result = client.run( 'pull', drive, { onReport, onState } );
		const id = worker.sent[ 0 ]?.id ?? 0;
		worker.answer( { id, report: report( 10 ) } );
		worker.answer( { id, state: 'waiting' } );
		worker.answer( { id, report: report( 20 ) } );
		worker.answer( { id, ok: true, value: { status: 'done' } } );
		worker.answer( { id, report: report( 30 ) } );
		expect( ( await result ).status ).toBe( 'done' );
		expect( onReport.mock.calls.map( ( [ { progress } ] ) => progress.done ) ).toEqual( [ 10, 20 ] );
		expect( onState.mock.calls ).toEqual( [ [ 'waiting' ] ] );
	} );

	it( 'rejects with code, path, message and hint', async () => {
		const result = client.run( 'pull', drive, {} );
		worker.answer( {
			id: 1,
			ok: false,
			error: { code: 'lease_lost', path: 'lease', message: 'Another host drives.', hint: 'Watch it.' },
		} );
		await expect( result ).rejects.toMatchObject( {
			code: 'lease_lost',
			path: 'lease',
			message: 'Another host drives.',
			hint: 'Watch it.',
		} );
	} );

	it( 'fails all that waits when the worker cannot start, and all that follows', async () => {
		const waiting = client.closePreview();
		worker.crash();
		await expect( waiting ).rejects.toMatchObject( { code: 'worker_blocked' } );
		await expect( client.closePreview() ).rejects.toMatchObject( { code: 'worker_blocked' } );
		expect( client.usable ).toBe( false );
		expect( worker.sent ).toHaveLength( 1 );
	} );

	it( 'gives up a worker whose engine trapped', async () => {
		const trapped = client.plan( mapping() );
		const beside = client.closePreview();
		worker.answer( { id: 1, ok: false, error: { code: 'engine_crashed', path: '', message: 'unreachable', hint: '' } } );
		await expect( trapped ).rejects.toMatchObject( { code: 'engine_crashed' } );
		await expect( beside ).rejects.toMatchObject( { code: 'engine_crashed' } );
		expect( worker.terminated ).toBe( true );
		expect( client.usable ).toBe( false );
	} );

	it( 'stays usable after an ordinary fault', async () => {
		const refused = client.plan( mapping() );
		worker.answer( { id: 1, ok: false, error: { code: 'bad_mapping', path: 'core.name', message: 'No.', hint: '' } } );
		await expect( refused ).rejects.toMatchObject( { path: 'core.name' } );
		expect( client.usable ).toBe( true );
	} );
} );
