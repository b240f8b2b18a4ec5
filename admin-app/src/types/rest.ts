/**
 * What the screens send to and expect from `unopim-connector/v1`. Lists are arrays, with their totals in headers.
 * A refusal is `{code, message, path, next_step}`, at the top level or under `data`.
 */
import type { Part } from '../engine/protocol';
import type { Counts, Fault, Level, Log, Mapping, Progress, Reference, Row, TaxonomyDef } from './generated';

export interface Problem {
	code: string;
	message: string;
	/** The form field or the record it is about. */
	path: string | null;
	next_step: string | null;
	/** The HTTP status; 0 when nothing was answered. */
	status: number;
}

export type ConnectionState = 'connected' | 'refreshing' | 'not_connected';

/** GET /connection, and the answer of POST /connection/test. */
export interface Connection {
	state: ConnectionState;
	/** Why it is not connected, if something other than "nothing saved yet" is known. */
	problem: Problem | null;
	url: string;
	client_id: string;
	username: string;
	has_secret: boolean;
	has_password: boolean;
	/** Fields set by a constant in wp-config.php. */
	locked: CredentialField[];
	/** Permission keys UnoPim refused, such as `api.catalog.families`. */
	denied: string[];
	/** The secrets' key lies in the database, because wp-config.php has none. */
	weak_key_storage: boolean;
}

export type CredentialField = 'url' | 'client_id' | 'client_secret' | 'username' | 'password';

/** POST /connection/test. Blank secrets keep the stored ones. */
export type Credentials = Record< CredentialField, string >;

/** GET and PUT /channels: rows that are named get the values given, the others stay as they are. */
export interface Channel extends ChannelSettings {
	code: string;
	label: string;
	locales: { code: string; label: string }[];
	currencies: string[];
	root_category: string | null;
	/** A channel does nothing before it was saved once. */
	saved: boolean;
	/** UnoPim has it no more; its runs stop. */
	missing: boolean;
	/** A run has found it defined otherwise in UnoPim since the last refresh. */
	changed: boolean;
}

/** Which language of its site each language of a channel is. */
export interface SiteLanguages {
	channel: string;
	/** UnoPim's language → the site's. */
	matched: Record< string, string >;
	/** Their texts are left out. */
	unmatched: string[];
}

/** What is chosen for a channel here. */
export interface ChannelSettings {
	/** The site that it writes to, on a network only; 0 is the one that owns the connection. */
	site?: number;
	pull: boolean;
	push: boolean;
	interval: 'disabled' | '5min' | '15min' | '30min' | 'hourly' | 'twicedaily' | 'daily';
	/** Seconds. */
	cooldown: number;
	default_locale: string;
	/** Empty: the shop's own. */
	price_currency: string;
	conflict_policy: 'unopim' | 'woocommerce' | 'review';
	mirror: boolean;
	push_images: boolean;
	root_only: boolean;
	create_categories: boolean;
}

/** PUT /channels takes a list of them, in the order of their priority. */
export type ChannelChoice = Pick< Channel, 'code' > & Partial< ChannelSettings >;

/** GET and PUT /mapping/core */
export interface CoreMapping {
	core: Mapping[ 'core' ];
}

/** GET and PUT /mapping/attributes?channel=&locale= */
export interface AttributeMapping {
	rows: Row[];
	/** True: this language was never saved and follows the channel's default locale. */
	inherited: boolean;
}

/** GET and PUT /mapping/categories?channel=; what is named is saved. */
export interface CategoryMapping extends CategoryParts {
	/** UnoPim category → shop category. */
	rows: Record< string, number >;
}

/** What stands beside the rows of a channel's categories. */
export interface CategoryParts {
	category_fields: Record< string, string >;
	taxonomies: TaxonomyDef[];
	references: Reference[];
	/** null: the usual types of UnoPim apply. */
	associations: Record< string, string | null > | null;
}

/** GET /mapping/terms: the shop's categories, parents before children. */
export interface ShopTerm {
	id: number;
	name: string;
	parent: number;
	count: number;
}

/** GET /catalog/families and /catalog/association-types */
export interface CatalogEntry {
	code: string;
	label: string;
}

/** GET /catalog/categories */
export interface CatalogCategory extends CatalogEntry {
	/** The names of the levels above, from the root down. */
	path?: string[];
}

/** GET /catalog/category-fields */
export interface CategoryFieldEntry extends CatalogEntry {
	type: string;
}

/** GET /mapping/targets */
export interface Target {
	target: string;
	label: string;
}

/** GET /catalog/attributes?search=&per_page= */
export interface CatalogAttribute {
	code: string;
	label: string;
	type: string;
	/** Label of the group that it stands in, of the first family that names it. */
	group?: string | null;
	value_per_locale?: boolean;
	value_per_channel?: boolean;
}

/** GET /links?entity=product&search=&per_page= */
export interface LinkRow {
	code: string;
	id: number;
	title?: string;
}

export type RunStatus =
	| 'queued'
	| 'running'
	| 'stopped'
	| 'stalled'
	| 'waiting'
	| 'done'
	| 'done_with_errors'
	| 'cancelled'
	| 'failed';

export interface Job {
	kind: 'pull' | 'push' | 'deletions' | 'images' | 'apply' | 'undo' | 'preview' | 'probe';
	/** Of a pull `full`, `changes` or `one`, of a push `all`, `queue` or `one`. */
	scope?: 'full' | 'changes' | 'one' | 'all' | 'queue';
	/** It plans instead of writing. */
	dry?: boolean;
	channel: string;
	locale: string;
	/** Of a run of scope `one`; at least one list names something. */
	skus?: string[];
	/** Of a preview: products as UnoPim lists them, where no SKU is named. */
	sample?: { size: number; family: string };
	categories?: string[];
	attributes?: string[];
	families?: string[];
	/** Of a push of scope `all`: only these. */
	entities?: ( 'product' | 'category' | 'attribute' )[];
	/** Of a push of scope `one`: items of the shop. */
	ids?: { product?: number[]; category?: number[]; attribute?: number[] };
	/** Of `apply` and `undo`: `push` where it is a push that is applied or taken back. */
	of?: string;
	/** The run that is applied or taken back. */
	plan?: number;
	run?: number;
}

/** GET /runs?active=1, GET /runs/{id}, POST /runs/{id}/stop */
export interface Run {
	id: number;
	job: Job;
	/** It plans instead of writing. */
	dry?: boolean;
	status: RunStatus;
	progress: Progress | null;
	counts: Counts | null;
	/** How many rows of its log warn; known at its end. */
	warnings: number;
	error: Fault | null;
	/** What it waits for, while its status is `waiting`. */
	question?: { question: string; entity: string; count: number; linked: number; keys: string[] } | null;
	/** `admin`, `schedule`, `webhook`, `retry` or `cli`. */
	origin?: string;
	created_at: string;
	started_at?: string | null;
	/** How long it has taken so far, or took. */
	seconds?: number | null;
	heartbeat_at: string | null;
	/** Until then the run rests by itself, for example because UnoPim asked for patience. */
	wait_until?: string | null;
	finished_at: string | null;
	/** Of a single run: what of this minute's requests to UnoPim is used up, over all runs; `most` is null while nobody has asked. */
	budget?: { used: number; most: number | null };
}

/**
 * POST /runs {job}: the asker holds the lease and drives the run with POST /runs/{id}/step. Without a lease the run was there already
 * (`joined`), or waits for the end of another one of its channel; the server goes on with it by itself.
 */
export interface StartedRun extends Run {
	lease: string;
	joined: boolean;
	waits_for: number | null;
	note: string | null;
}

/** `success` is the site's own: a connection that was made, a run that ended well. */
export type LogLevel = Level | 'success';

/** A row as it is shown, from the engine or from the site. */
export type LogEntry = Omit< Log, 'level' > & { level: LogLevel };

/** GET /logs?run=&after=&per_page= */
export interface LogRow extends LogEntry {
	id: number;
	created_at: string;
}

/** What the page's inline script hands over. */
export interface PageConfig {
	/** Address of `unopim-connector/v1`, without a trailing slash. */
	restUrl: string;
	nonce: string;
	workerUrl: string;
	/** By part of the engine. */
	wasmUrls: Record< Part, string >;
	/** `admin.php?page=unopim-connector` */
	pageUrl: string;
	version: string;
	/** Answers that the page brought with it, by path and query. */
	answers?: Record< string, unknown >;
}
