/** The face of admin-app/pkg, which wasm-bindgen makes (`wasm/src/browser`). Declared here so that the screens type-check without it. */
/** Changes with everything the worker is made of; the build writes it in. */
declare const ENGINE_BUILD: string;

/** What every part of the engine does. */
declare module '@unopim/engine/part' {
	import type { Report, RunResult } from '../types/generated';

	export default function init( input: {
		module_or_path: Response | ArrayBuffer | WebAssembly.Module;
	} ): Promise< unknown >;

	export function run(
		stepUrl: string,
		nonce: string,
		lease: string,
		onReport: ( report: Report ) => void,
		onState?: ( state: RunState ) => void
	): Promise< RunResult >;

	/** `waiting`: UnoPim asked for patience, or failed and is tried again. */
	export type RunState = 'running' | 'waiting';

	export function stop(): void;
}

declare module '@unopim/engine/screens' {
	import type { AttributeInfo, AutoMapped, Mapping, Report, WrittenPlan } from '../types/generated';

	export { default, run, stop } from '@unopim/engine/part';

	export class Preview {
		private constructor();
		static open(
			stepUrl: string,
			nonce: string,
			lease: string,
			onReport: ( report: Report ) => void
		): Promise< Preview >;
		plan( mapping: Mapping | undefined ): WrittenPlan;
		attributes(): AttributeInfo[];
		associations(): string[];
		autoMap( mapping: Mapping ): AutoMapped;
		free(): void;
	}
}

declare module '@unopim/engine/pull' {
	export { default, run, stop } from '@unopim/engine/part';
}

declare module '@unopim/engine/push' {
	export { default, run, stop } from '@unopim/engine/part';
}
