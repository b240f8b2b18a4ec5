/** What is shown at which path. Every section is a file of its own, loaded when it is first opened. */
import { lazy } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ComponentType } from 'react';
import type { Path } from './router';

type Module = Promise< { default: ComponentType } >;

const screen = ( load: () => Module ) => lazy( load );

const connection = screen( () => import( /* webpackChunkName: "connection" */ './screens/connection' ) );
const core = screen( () => import( /* webpackChunkName: "mapping" */ './screens/mapping/core' ) );
const attributes = screen( () => import( /* webpackChunkName: "mapping" */ './screens/mapping/attributes' ) );
const categories = screen( () => import( /* webpackChunkName: "mapping" */ './screens/mapping/categories' ) );
const preview = screen( () => import( /* webpackChunkName: "preview" */ './screens/preview' ) );
const channels = screen( () => import( /* webpackChunkName: "channels" */ './screens/channels' ) );
const sync = screen( () => import( /* webpackChunkName: "sync" */ './screens/sync' ) );
const review = screen( () => import( /* webpackChunkName: "items" */ './screens/sync/review' ) );
const parked = screen( () => import( /* webpackChunkName: "items" */ './screens/sync/parked' ) );
const links = screen( () => import( /* webpackChunkName: "items" */ './screens/sync/links' ) );
const media = screen( () => import( /* webpackChunkName: "items" */ './screens/sync/media' ) );
const history = screen( () => import( /* webpackChunkName: "sync" */ './screens/sync/history' ) );
const jobs = screen( () => import( /* webpackChunkName: "jobs" */ './screens/jobs' ) );
const logs = screen( () => import( /* webpackChunkName: "logs" */ './screens/logs' ) );
const settings = screen( () => import( /* webpackChunkName: "settings" */ './screens/settings' ) );
const general = screen( () => import( /* webpackChunkName: "settings" */ './screens/settings/general' ) );
const health = screen( () => import( /* webpackChunkName: "settings" */ './screens/settings/health' ) );

export const SCREENS: Record< Path, ComponentType > = {
	'/connection': connection,
	'/channels': channels,
	'/mapping/core': core,
	'/mapping/attributes': attributes,
	'/mapping/categories': categories,
	'/preview': preview,
	'/sync': sync,
	'/sync/review': review,
	'/sync/parked': parked,
	'/sync/links': links,
	'/sync/media': media,
	'/sync/history': history,
	'/jobs': jobs,
	'/logs': logs,
	'/settings': settings,
	'/settings/general': general,
	'/settings/health': health,
};

/** The tabs of the page, each with the screen it opens. The names are those of the menu (`Admin\Page`). */
export const sections = (): [ Path, string ][] => [
	[ '/connection', __( 'Connection', 'unopim-connector' ) ],
	[ '/channels', __( 'Channels & Stores', 'unopim-connector' ) ],
	[ '/mapping/core', __( 'Field Mapping', 'unopim-connector' ) ],
	[ '/preview', __( 'Preview', 'unopim-connector' ) ],
	[ '/sync', __( 'Sync', 'unopim-connector' ) ],
	[ '/jobs', __( 'Scheduled Jobs', 'unopim-connector' ) ],
	[ '/logs', __( 'Logs', 'unopim-connector' ) ],
	[ '/settings', __( 'Settings', 'unopim-connector' ) ],
];

/** The tabs within a section. */
export const subsections = (): Record< string, [ Path, string ][] > => ( {
	'/mapping': [
		[ '/mapping/core', __( 'Core Fields', 'unopim-connector' ) ],
		[ '/mapping/attributes', __( 'Attributes', 'unopim-connector' ) ],
		[ '/mapping/categories', __( 'Categories', 'unopim-connector' ) ],
	],
	'/sync': [
		[ '/sync', __( 'Run', 'unopim-connector' ) ],
		[ '/sync/review', __( 'Review', 'unopim-connector' ) ],
		[ '/sync/parked', __( 'Parked', 'unopim-connector' ) ],
		[ '/sync/links', __( 'Links', 'unopim-connector' ) ],
		[ '/sync/media', __( 'Media', 'unopim-connector' ) ],
		[ '/sync/history', __( 'History', 'unopim-connector' ) ],
	],
	'/settings': [
		[ '/settings', __( 'Overview', 'unopim-connector' ) ],
		[ '/settings/general', __( 'General Settings', 'unopim-connector' ) ],
		[ '/settings/health', __( 'Health', 'unopim-connector' ) ],
	],
} );
