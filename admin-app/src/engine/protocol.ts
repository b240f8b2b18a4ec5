/**
 * What passes between the page and the engine's worker. Every request carries an id and gets exactly one answer with it;
 * reports of a running request come in between.
 */
import type { RunState } from '@unopim/engine/part';
import type { AttributeInfo, AutoMapped, Fault, Mapping, Operation, Report, RunResult, WrittenPlan } from '../types/generated';

/** The engine comes in parts, a module each: previews and proposals, runs that write to the shop, runs that write to UnoPim. */
export const PARTS = [ 'screens', 'pull', 'push' ] as const;
export type Part = ( typeof PARTS )[ number ];

/** Where and as whom a run's steps are sent. */
export interface Drive {
	stepUrl: string;
	nonce: string;
	lease: string;
}

/** Each command's input and answer. */
export interface Commands {
	load: { input: { part: Part; wasmUrl: string }; output: null };
	run: { input: Drive & { part: Part }; output: RunResult };
	stop: { input: { part: Part }; output: null };
	'preview.open': { input: Drive; output: { attributes: AttributeInfo[]; associations: string[] } };
	'preview.plan': { input: { mapping: Mapping | null }; output: { plan: WrittenPlan; ms: number } };
	'preview.autoMap': { input: { mapping: Mapping }; output: AutoMapped };
	'preview.close': { input: null; output: null };
}

export type Command = keyof Commands;

export interface Request< C extends Command = Command > {
	id: number;
	command: C;
	input: Commands[ C ][ 'input' ];
}

export type Answer =
	| { id: number; report: Report }
	| { id: number; state: RunState }
	| { id: number; part: Operation[] }
	| { id: number; ok: true; value: unknown }
	| { id: number; ok: false; error: Fault };

/** What a running request tells before its answer. */
export interface Listeners {
	onReport?: ( report: Report ) => void;
	onState?: ( state: RunState ) => void;
	/** Operations of a plan, some at a time: taking in a large one at once would hold the page up. */
	onPart?: ( operations: Operation[] ) => void;
}
