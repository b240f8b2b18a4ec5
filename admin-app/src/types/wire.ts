/**
 * The engine's vocabulary as it crosses the worker's boundary. The contract is docs/wire.md; nothing here decides anything.
 */

export interface Counts {
	created: number;
	updated: number;
	unchanged: number;
	skipped: number;
	held: number;
	parked: number;
	failed: number;
	writes: number;
}

export interface Progress {
	step: string;
	done: number;
	/** null: UnoPim did not say how many there are. */
	total: number | null;
	counts: Counts;
}

/** `success` only in the site's own log rows. */
export type Level = 'info' | 'success' | 'warn' | 'error';

export interface Log {
	level: Level;
	op: string;
	entity: string;
	key: string;
	dir?: string;
	code: string;
	message: string;
	field?: string | null;
	hint?: string | null;
}

export interface Report {
	logs: Log[];
	progress: Progress;
}

export interface EngineFault {
	code: string;
	path: string | null;
	message: string;
	hint: string | null;
}

export interface RunResult {
	status: 'done' | 'done_with_errors' | 'failed';
	counts: Counts;
	error: EngineFault | null;
	value?: unknown;
}

export interface Row {
	attribute: string;
	clear_when_empty?: boolean;
	visible?: boolean;
	write?: 'label' | 'code';
}

export interface AttributeRow extends Row {
	target: string;
}

export type CoreField =
	| 'sku'
	| 'name'
	| 'regular_price'
	| 'sale_price'
	| 'stock_quantity'
	| 'stock_status'
	| 'description'
	| 'short_description'
	| 'status';

/** null: the row is empty. */
export type CoreRows = Record< CoreField, Row | null >;

export interface Mapping {
	version: 1;
	core: CoreRows;
	attributes: Record< string, Record< string, AttributeRow[] > >;
	categories: Record< string, Record< string, number > >;
}

/** `link` and `sync` change no field of the shop: the one notes what is in step, the other follows a product's variations. */
export type Action = 'create' | 'update' | 'link' | 'sync' | 'unchanged' | 'skip' | 'park';

export interface PlannedField {
	field: string;
	old: unknown;
	new: unknown;
	reason: string;
	write: boolean;
	/** In words, where names say more than ids. */
	shown?: { label: string; old: string; new: string } | null;
}

export interface PlannedItem {
	entity: string;
	key: string;
	/** Of products only. */
	kind?: string;
	action: Action;
	id: number | null;
	/** The shop's id of a variation's product, where it is in the shop already; its key always. */
	parent: number | null;
	parent_key?: string;
	reason: string;
	fields: PlannedField[];
}

export interface Diagnostic {
	path: string;
	level: Level;
	code: string;
	message: string;
	hint: string | null;
}

export interface GridOption {
	code: string;
	label: string;
}

export interface GridAxis {
	code: string;
	label: string;
	options: GridOption[];
}

export interface GridCell {
	sku: string;
	/** One option code per axis, in the axes' order. */
	options: ( string | null )[];
	state: 'ok' | 'double' | 'incomplete';
	/** null: UnoPim does not say. */
	enabled: boolean | null;
	price: string | null;
}

export interface Grid {
	key: string;
	axes: GridAxis[];
	cells: GridCell[];
	/** Combinations that no variant has; the list may end early, the count does not. */
	missing: string[][];
	missing_count: number;
}

export interface Plan {
	operations: PlannedItem[];
	diagnostics: Diagnostic[];
	grids: Grid[];
	notes: Log[];
	hash: string;
}

/** An attribute as the engine describes it. */
export interface EngineAttribute {
	code: string;
	type: string;
	/** By language. */
	labels: Record< string, string >;
	value_per_locale: boolean;
	value_per_channel: boolean;
}

/** An attribute as pickers show it. */
export interface AttributeInfo {
	code: string;
	label: string;
	type: string;
	group?: string | null;
	value_per_locale?: boolean;
	value_per_channel?: boolean;
}
