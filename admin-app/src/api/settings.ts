import { request } from './request';

/** GET and PUT /settings: the settings of the site. */
export interface Settings {
	dry_run: boolean;
	writeback_delete: boolean;
	on_delete: 'trash' | 'delete' | 'skip';
	remove_data: boolean;
	log_retention_days: number;
	undo_retention_days: number;
	batch_size: number;
	requests_per_minute: number;
	images_per_minute: number;
	largest_image_mb: number;
	/** Empty: the storage folder of the UnoPim address. */
	media_address: string;
	media_hosts: string[];
	match_by_gtin: boolean;
	trashed_match: 'report' | 'restore';
	category_assignment: 'managed' | 'exact';
	related_products: 'store' | 'use';
	/** Code of a UnoPim family; empty: none. */
	default_family: string;
	/** Counts the saves. */
	revision: number;
}

/** Everything that is no credential, as one document; only its frame is of interest here. */
export interface SettingsFile {
	format: string;
	version: number;
	exported_at: string;
}

export const fetchSettings = () => request.get< Settings >( '/settings' );

/** Saves what is named and keeps the rest. */
export const saveSettings = ( changes: Partial< Settings > ) => request.put< Settings >( '/settings', changes );

export const exportSettings = () => request.get< SettingsFile >( '/settings/export' );

export const importSettings = ( file: unknown ) => request.post< SettingsFile >( '/settings/import', file );
