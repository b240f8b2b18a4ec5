import { request } from './request';

/** The setting that a banner speaks of; the rest of GET /settings is the settings screen's. */
export const fetchDryRun = async () => ( await request.get< { dry_run: boolean } >( '/settings' ) ).dry_run;
