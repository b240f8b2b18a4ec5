import { __ } from '@wordpress/i18n';
import type { Problem } from '../types/rest';
import type { Fault } from '../types/generated';

/** What WordPress, our routes and the network throw, in one shape. */
interface Thrown {
	code?: string;
	message?: string;
	path?: string | null;
	next_step?: string | null;
	hint?: string | null;
	status?: number;
	data?: { status?: number; path?: string | null; next_step?: string | null } | null;
}

/** Any thrown value as a problem to show. */
export function toProblem( thrown: unknown ): Problem {
	const error: Thrown = typeof thrown === 'object' && thrown !== null ? thrown : { message: String( thrown ) };
	const problem: Problem = {
		code: error.code ?? 'unknown',
		message: error.message ?? __( 'Something went wrong.', 'unopim-connector' ),
		path: error.path || error.data?.path || null,
		next_step: error.next_step || error.data?.next_step || error.hint || null,
		status: error.status ?? error.data?.status ?? 0,
	};
	return { ...problem, ...remedy( problem.code ) };
}

/** A fault of the engine as a problem to show. */
export function faultToProblem( fault: Fault ): Problem {
	return toProblem( fault );
}

/** Sentences for what only the browser can know. */
function remedy( code: string ): Partial< Problem > {
	switch ( code ) {
		case 'fetch_error':
		case 'invalid_json':
			return {
				next_step: __( 'Check that the site is reachable, then try again.', 'unopim-connector' ),
			};
		case 'rest_cookie_invalid_nonce':
			return {
				message: __( 'This page has been open too long and its session has ended.', 'unopim-connector' ),
				next_step: __( 'Reload the page.', 'unopim-connector' ),
			};
		case 'wasm_blocked':
			return {
				message: __(
					'The site’s content security policy refuses WebAssembly, so the engine cannot run in this browser.',
					'unopim-connector'
				),
				next_step: __(
					'Add ‘wasm-unsafe-eval’ to the script-src of the policy for wp-admin. Runs in the background are not affected.',
					'unopim-connector'
				),
			};
		case 'worker_blocked':
			return {
				message: __( 'The browser refused to start the engine’s worker.', 'unopim-connector' ),
				next_step: __(
					'Allow this site in worker-src of the content security policy, and check that build/admin/worker.js is reachable.',
					'unopim-connector'
				),
			};
		case 'wasm_missing':
			return {
				message: __( 'This browser has no WebAssembly, or it is switched off.', 'unopim-connector' ),
				next_step: __( 'Use a current browser, or switch WebAssembly on.', 'unopim-connector' ),
			};
		case 'wasm_unreachable':
			return {
				next_step: __( 'Check that the engine’s modules, build/admin/engine-*.wasm, are reachable in the plugin’s folder.', 'unopim-connector' ),
			};
		default:
			return {};
	}
}
