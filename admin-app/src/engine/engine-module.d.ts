/** The face of admin-app/pkg, which wasm-bindgen makes (`wasm/src/browser`). Declared here so that the screens type-check without it. */
declare module '@unopim/engine' {
	import type { AttributeInfo, Mapping, Plan, Report, RunResult } from '../types/wire';

	export default function init( input: {
		module_or_path: Response | ArrayBuffer | WebAssembly.Module;
	} ): Promise< unknown >;

	export function run(
		stepUrl: string,
		nonce: string,
		lease: string,
		onReport: ( report: Report ) => void
	): Promise< RunResult >;

	export class Preview {
		private constructor();
		static open(
			stepUrl: string,
			nonce: string,
			lease: string,
			onReport: ( report: Report ) => void
		): Promise< Preview >;
		plan( mapping: Mapping | undefined ): Plan;
		attributes(): AttributeInfo[];
		autoMap( mapping: Mapping ): { mapping: Mapping; filled: string[] };
		free(): void;
	}

	export function call( name: string, input: unknown ): unknown;

	export function stop(): void;
}
