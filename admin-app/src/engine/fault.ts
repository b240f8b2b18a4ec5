import type { Fault } from '../types/generated';

/** An error of the engine, its worker or its host, with what the reader needs to act on it. */
export class EngineError extends Error implements Fault {
	override readonly name = 'EngineError';
	readonly code: string;
	readonly path: string;
	readonly hint: string;

	constructor( fault: Fault ) {
		super( fault.message );
		this.code = fault.code;
		this.path = fault.path;
		this.hint = fault.hint;
	}
}

/** Browsers name the refusal differently: Chromium and Safari speak of the policy, Firefox of the call that was blocked. */
const BLOCKED_BY_POLICY = /content.security.policy|unsafe-eval|blocked by CSP|call to WebAssembly/i;

/** A trap inside the module: its memory can no longer be trusted, so its worker has to go. */
export const CRASHED = 'engine_crashed';

/** A thrown value of any kind as plain data that survives `postMessage`. */
export function toFault( thrown: unknown ): Fault {
	if ( typeof thrown !== 'object' || thrown === null ) {
		return { code: 'engine', path: '', message: String( thrown ), hint: '' };
	}
	const error = thrown as Partial< Fault > & { message?: string; name?: string };
	const message = error.message ?? 'The engine failed without a message.';
	return {
		code: error.code ?? codeOf( error.name, message ),
		path: error.path ?? '',
		message,
		hint: error.hint ?? '',
	};
}

function codeOf( name: string | undefined, message: string ): string {
	if ( BLOCKED_BY_POLICY.test( message ) ) {
		return 'wasm_blocked';
	}
	return name === 'RuntimeError' ? CRASHED : 'engine';
}
