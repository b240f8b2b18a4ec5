import type { Channel, Connection, Run, StartedRun } from '../../../../admin-app/src/types/rest';
import type { Counts, Log, Mapping, Operation, Progress, Report, WrittenPlan } from '../../../../admin-app/src/types/generated';

export const counts = ( some: Partial< Counts > = {} ): Counts => ( {
	created: 0,
	updated: 0,
	unchanged: 0,
	skipped: 0,
	held: 0,
	parked: 0,
	failed: 0,
	writes: 0,
	deleted: 0,
	restored: 0,
	...some,
} );

export const progress = ( step: string, done: number, total: number | null = null ): Progress => ( {
	step,
	done,
	total,
	counts: counts(),
} );

export const log = ( key: string, some: Partial< Log > = {} ): Log => ( {
	level: 'info',
	op: 'pull',
	entity: 'product',
	key,
	code: 'created',
	message: `${ key } created`,
	dir: 'to_shop',
	field: null,
	hint: null,
	...some,
} );

export const report = ( done: number, logs: Log[] = [] ): Report => ( { logs, progress: progress( 'products', done, 100 ), pace: { requests: 0, images: 0 } } );

export const run = ( some: Partial< Run > = {} ): Run => ( {
	id: 17,
	job: { kind: 'pull', scope: 'full', channel: 'default', locale: 'en_US' },
	status: 'running',
	progress: null,
	counts: null,
	warnings: 0,
	error: null,
	created_at: '2026-11-23T10:00:00Z',
	heartbeat_at: null,
	finished_at: null,
	...some,
} );

export const startedRun = ( some: Partial< StartedRun > = {} ): StartedRun => ( { ...run(), lease: 'lease-1', joined: false, waits_for: null, note: null, ...some } );

export const coreRows = ( some: Partial< Mapping[ 'core' ] > = {} ): Mapping[ 'core' ] => ( {
	sku: { attribute: 'sku' },
	name: { attribute: 'name' },
	regular_price: { attribute: 'price' },
	sale_price: null,
	stock_quantity: null,
	stock_status: null,
	description: null,
	short_description: null,
	status: null,
	...some,
} );

export const mapping = ( some: Partial< Mapping > = {} ): Mapping => ( {
	version: 2,
	core: coreRows(),
	attributes: { default: { en_US: [ { target: 'meta:ean', attribute: 'ean' } ] } },
	categories: { default: {} },
	...some,
} );

export const item = ( some: Partial< Operation > = {} ): Operation => ( {
	n: 1,
	channel: 'default',
	entity: 'product',
	key: 'mug',
	kind: 'simple',
	action: 'update',
	id: 55,
	parent: null,
	reason: 'unopim_changed',
	fields: [],
	...some,
} );

export const plan = ( some: Partial< WrittenPlan > = {} ): WrittenPlan => ( {
	operations: [],
	diagnostics: [],
	grids: [],
	notes: [],
	hash: '',
	...some,
} );

export const connection = ( some: Partial< Connection > = {} ): Connection => ( {
	state: 'connected',
	problem: null,
	url: 'https://pim.example.com',
	client_id: 'shop',
	username: 'api@example.com',
	has_secret: true,
	has_password: true,
	locked: [],
	denied: [],
	weak_key_storage: false,
	...some,
} );

export const channel = ( some: Partial< Channel > = {} ): Channel => ( {
	code: 'default',
	label: 'Default',
	locales: [ { code: 'en_US', label: 'English' } ],
	default_locale: 'en_US',
	currencies: [ 'EUR', 'USD' ],
	root_category: 'root',
	pull: true,
	push: false,
	interval: 'hourly',
	cooldown: 60,
	price_currency: '',
	conflict_policy: 'unopim',
	mirror: false,
	push_images: false,
	root_only: false,
	create_categories: true,
	saved: true,
	missing: false,
	changed: false,
	...some,
} );
