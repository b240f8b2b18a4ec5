// Made from the engine's types by a test of it; do not edit. To make it anew: UPDATE_TYPES=1 cargo test -p unopim-engine typescript

export const CORE_FIELDS = [ 'sku', 'name', 'regular_price', 'sale_price', 'stock_quantity', 'stock_status', 'description', 'short_description', 'status' ] as const;

export type CoreField = ( typeof CORE_FIELDS )[ number ];

/** The types of association that every UnoPim has, and the list that each fills unless a mapping says otherwise. */
export const ASSOCIATIONS = { up_sells: 'upsells', cross_sells: 'cross_sells', related_products: 'related' } as const;

/** The lists of a product that hold links to others. */
export const ASSOCIATED = [ 'upsells', 'cross_sells', 'related', 'grouped' ] as const;

/**
 * What went wrong, where, and what to do about it.
 */
export type Fault = {
/**
 * Stable and machine-readable, for example `malformed`.
 */
code: string,
/**
 * The field or place that is at fault; empty when there is none.
 */
path: string,
/**
 * A sentence for people.
 */
message: string,
/**
 * The next step.
 */
hint: string, };

export type Level = "info" | "warn" | "error";

/**
 * One row for the log table.
 */
export type Log = { level: Level, op: string, entity: string, key: string, dir: string, code: string, message: string, field: string | null, hint: string | null, };

export type Counts = { created: number, updated: number, unchanged: number, skipped: number, held: number, parked: number, failed: number,
/**
 * Operations that changed a shop record, structure included.
 */
writes: number, deleted: number, restored: number, };

export type Progress = { step: string, done: number, total: number | null, counts: Counts, };

/**
 * How many may go out in a minute, over all runs of the connection together; 0: not limited. A run sees its own alone, so the host counts.
 */
export type Budget = { requests: number, images: number, };

/**
 * What a host shows and logs; part of every step.
 */
export type Report = { logs: Array<Log>, progress: Progress, pace: Budget, };

export type RunStatus = "done" | "done_with_errors" | "failed";

export type RunResult = { status: RunStatus, counts: Counts,
/**
 * How many rows of its log warn.
 */
warnings: number, error: Fault | null, value: unknown, };

export type Capabilities = {
/**
 * Cursor paging, date filters and `ETag`s (3.0).
 */
cursor: boolean, configurable_path: string, swatches: boolean,
/**
 * Children are stored without their parents' values (3.0).
 */
inheritance: boolean, variant_groups: boolean, measurement: boolean, status: boolean,
/**
 * Permission keys that the integration lacks.
 */
denied: Array<string>, };

export type Write = "label" | "code" | "id" | "url";

export type CoreRow = { attribute: string, clear_when_empty?: boolean, };

export type Row = {
/**
 * `attribute:pa_color`, `custom:Material`, `meta:ean`.
 */
target: string, attribute: string, clear_when_empty?: boolean, visible?: boolean, write?: Write,
/**
 * The unit of plain numbers into weight and dimensions; absent: the shop's.
 */
unit?: string | null,
/**
 * Whether a push makes an option for a term that has none.
 */
create_options?: boolean, };

export type TaxonomyDef = { taxonomy: string, name: string, hierarchical: boolean, };

export type Reference = { taxonomy: string,
/**
 * The top of the subtree; it is no term itself.
 */
category: string, };

export type Mapping = { version: number,
/**
 * Core field → row; `None` is an empty row.
 */
core: { [key in CoreField]: CoreRow | null },
/**
 * Channel → language → rows.
 */
attributes: { [key in string]: { [key in string]: Array<Row> } },
/**
 * Channel → UnoPim category → shop term.
 */
categories: { [key in string]: { [key in string]: number } },
/**
 * UnoPim category field → `thumbnail` or `meta:key`; name and description are fixed.
 */
category_fields?: { [key in string]: string },
/**
 * Taxonomies that the bridge registers.
 */
taxonomies?: Array<TaxonomyDef>,
/**
 * Channel → category subtrees that become terms of a taxonomy.
 */
references?: { [key in string]: Array<Reference> },
/**
 * UnoPim association type → product field; absent: [`ASSOCIATIONS`].
 */
associations?: { [key in string]: string | null } | null, };

/**
 * Something about a row that an administrator should know.
 */
export type Diagnostic = { path: string, level: Level, code: string, message: string, hint: string, };

export type AutoMapped = { mapping: Mapping,
/**
 * Paths of the rows that were filled.
 */
filled: Array<string>, };

/**
 * An attribute as the screens' pickers show it.
 */
export type AttributeInfo = { code: string, type: string,
/**
 * By language.
 */
labels: { [key in string]: string }, value_per_locale: boolean, value_per_channel: boolean, };

export type Action = "create" | "update" | "link" | "sync" | "trash" | "restore" | "delete" | "unlink" | "unchanged" | "skip" | "park";

/**
 * A field in words; empty where the value speaks for itself.
 */
export type Shown = { label: string, old: string, new: string,
/**
 * UnoPim's value, where the shop's was kept.
 */
offered?: string,
/**
 * The language that UnoPim's value came from, where it is another than the wished one.
 */
locale?: string | null, };

export type FieldChange = { field: string, old: unknown, new: unknown,
/**
 * UnoPim's value, where the shop's was kept.
 */
offered?: unknown, reason: string, write: boolean,
/**
 * The store's hash of `old`; the write is refused when it no longer matches.
 */
expect: string | null,
/**
 * Of a write to UnoPim: the hash of what was read back.
 */
after?: string | null,
/**
 * How people read it, where names say more than ids; in previews only.
 */
shown?: Shown | null, };

/**
 * UnoPim's half of a base; the shop's half is read back after the write where it is not given.
 */
export type BaseSource = { src: string, shop?: string | null, };

export type OperationLink = { target: string | null,
/**
 * `None` removes a base.
 */
bases: { [key in string]: BaseSource | null }, context: unknown, flags: Array<string>, };

/**
 * A list of a product's links, as UnoPim wishes it.
 */
export type LinkList = {
/**
 * `upsells`, `cross_sells`, `related` or `grouped`.
 */
field: string, skus: Array<string>,
/**
 * Of these, what the shop does not have yet.
 */
missing: Array<string>,
/**
 * Whether the product can have such a list: only a grouped one has children.
 */
fits: boolean, };

export type Operation = { n: number, entity: string, key: string, channel: string, action: Action,
/**
 * Where it is written; absent: the shop.
 */
side?: Side | null, taxonomy?: string | null, kind?: string | null, id: number | null,
/**
 * The shop id, or a reference to a product that is not there yet.
 */
parent: number | { ref: string } | null,
/**
 * The parent's key, for people and for plans whose parent is not in the shop yet.
 */
parent_key?: string | null,
/**
 * Of what is created on a site with several languages: the one it is in.
 */
language?: string | null,
/**
 * The shop's item that it is a translation of.
 */
translation_of?: number | null, reason: string,
/**
 * The row of a plan that this operation carries out.
 */
plan_row?: number | null, fields: Array<FieldChange>, link?: OperationLink | null,
/**
 * When UnoPim was asked for what it says; what a push has written since is newer.
 */
asked_at?: string | null,
/**
 * Of what becomes a variable product again: variations that were disabled and stay so, because UnoPim has deleted them.
 */
stay_disabled?: Array<number>,
/**
 * Links to other products, which a run makes when all products are there; in previews only.
 */
links?: Array<LinkList>, };

export type CellState = "ok" | "double" | "incomplete";

export type Cell = { sku: string, options: Array<string | null>, state: CellState, enabled: boolean | null, price: string | null, };

export type GridOption = { code: string, label: string, };

export type GridAxis = { code: string, label: string, options: Array<GridOption>, };

export type Orphan = { id: number, sku: string,
/**
 * Taxonomy → slug of the term, as the shop has them.
 */
axes: { [key in string]: string }, };

export type CutSlug = {
/**
 * `color`, or `color/red` for an option.
 */
code: string, slug: string, };

export type Grid = { key: string, axes: Array<GridAxis>, cells: Array<Cell>,
/**
 * Combinations that no variant has, in the order of the axes.
 */
missing: Array<Array<string>>, missing_count: number,
/**
 * Variations of the shop that no variant stands for.
 */
orphans: Array<Orphan>,
/**
 * Slugs that were cut or hashed, of axes and of their options.
 */
cut_slugs: Array<CutSlug>, };

export type Plan = { operations: Array<Operation>, diagnostics: Array<Diagnostic>, notes: Array<Log>, grids: Array<Grid>, };

export type Policy = "unopim" | "woocommerce" | "review";

/**
 * A side of a conflict.
 */
export type Side = "unopim" | "shop";

/**
 * What becomes of a shop item that UnoPim no longer has.
 */
export type OnDelete = "trash" | "delete" | "skip";

/**
 * What becomes of a match that lies in the shop's trash.
 */
export type TrashedMatch = "report" | "restore";

export type CategoryAssignment = "managed" | "exact";

/** A plan as it is written: with a hash of all that it says. */
export type WrittenPlan = Plan & { hash: string };
