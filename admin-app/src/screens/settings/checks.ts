import { __, sprintf } from '@wordpress/i18n';
import type { Check, CheckState } from '../../api/health';
import { toProblem } from '../../api/problem';
import type { Path } from '../../router';

export type BrowserEngine = { state: 'asking' } | { state: 'there'; ms: number } | { state: 'refused'; error: unknown };

const URGENCY: Record< CheckState, number > = { critical: 0, recommended: 1, good: 2 };

/** What needs a look comes first; otherwise the site's order holds. */
export const byUrgency = ( checks: Check[] ): Check[] => [ ...checks ].sort( ( a, b ) => URGENCY[ a.state ] - URGENCY[ b.state ] );

/** The site's checks, and the one that only this browser can make. */
export const withBrowser = ( checks: Check[], engine: BrowserEngine ): Check[] => [ ...checks, browserCheck( engine ) ];

function browserCheck( engine: BrowserEngine ): Check {
	const check = { id: 'browser', label: __( 'WebAssembly in this browser', 'unopim-connector' ), next_step: null, detail: null };
	switch ( engine.state ) {
		case 'asking':
			return { ...check, state: 'good', value: __( 'Being asked …', 'unopim-connector' ) };
		case 'there':
			/* translators: %d: milliseconds. */
			return { ...check, state: 'good', value: sprintf( __( 'The engine runs here; it was ready after %d ms.', 'unopim-connector' ), engine.ms ) };
		default: {
			const { message, next_step } = toProblem( engine.error );
			return { ...check, state: 'recommended', value: message, next_step };
		}
	}
}

/** Where a check that is not in order is put right. */
export const remedies = (): Record< string, { to: Path; label: string } | undefined > => ( {
	connection: { to: '/connection', label: __( 'Connection', 'unopim-connector' ) },
	key_storage: { to: '/connection', label: __( 'Connection', 'unopim-connector' ) },
	background: { to: '/jobs', label: __( 'Scheduled Jobs', 'unopim-connector' ) },
	dry_run: { to: '/settings/general', label: __( 'General Settings', 'unopim-connector' ) },
	last_pull: { to: '/sync', label: __( 'Sync', 'unopim-connector' ) },
	waiting: { to: '/sync/parked', label: __( 'Parked', 'unopim-connector' ) },
	media: { to: '/sync/media', label: __( 'Media', 'unopim-connector' ) },
	links: { to: '/sync/links', label: __( 'Links', 'unopim-connector' ) },
} );
