import type { Problem } from '../../types/rest';
import type { Progress, WrittenPlan } from '../../types/generated';

export interface State {
	/** The product in view; null of a sample. */
	sku: string | null;
	status: 'idle' | 'loading' | 'ready' | 'failed';
	progress: Progress | null;
	/** Types of association that the open products have. */
	associations: string[];
	plan: WrittenPlan | null;
	/** How long the engine took for the plan shown. */
	ms: number | null;
	problem: Problem | null;
}

export type Event =
	| { type: 'OPENING'; sku: string | null }
	| { type: 'PROGRESS'; progress: Progress }
	| { type: 'OPENED'; associations: string[] }
	| { type: 'PLANNED'; plan: WrittenPlan; ms: number }
	/** The data is there, but this mapping could not be planned: the last plan stays in view. */
	| { type: 'PLAN_REFUSED'; problem: Problem }
	| { type: 'REFUSED'; problem: Problem }
	| { type: 'CLOSED' };

const initial: State = { sku: null, status: 'idle', progress: null, associations: [], plan: null, ms: null, problem: null };

export function reducer( state: State = initial, event: Event ): State {
	switch ( event.type ) {
		case 'OPENING':
			return { ...initial, sku: event.sku, status: 'loading' };
		case 'PROGRESS':
			return { ...state, progress: event.progress };
		case 'OPENED':
			return { ...state, status: 'ready', associations: event.associations };
		case 'PLANNED':
			return { ...state, plan: event.plan, ms: event.ms, problem: null };
		case 'PLAN_REFUSED':
			return { ...state, problem: event.problem };
		case 'REFUSED':
			return { ...state, status: 'failed', problem: event.problem };
		case 'CLOSED':
			return initial;
		default:
			return state;
	}
}
