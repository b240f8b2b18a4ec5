/** The way of a newcomer, from nothing to a shop that follows UnoPim. */
import { __ } from '@wordpress/i18n';
import type { Path } from '../../router';
import type { Channel, CoreMapping, Run } from '../../types/rest';

export interface Known {
	connected: boolean;
	channels: Channel[];
	core: CoreMapping[ 'core' ];
	/** Pulls, the newest first. */
	pulls: Run[];
	/** How many previews there have been, of products or of whole runs. */
	previews: number;
}

export interface Step {
	name: 'connect' | 'channels' | 'map' | 'preview' | 'pull' | 'push';
	title: string;
	text: string;
	to: Path;
	done: boolean;
}

export function steps( { connected, channels, core, pulls, previews }: Known ): Step[] {
	const pulled = pulls.some(
		( { job, dry, status } ) => ! dry && job.scope !== 'one' && [ 'done', 'done_with_errors' ].includes( status )
	);
	return [
		{
			name: 'connect',
			title: __( 'Connect to UnoPim', 'unopim-connector' ),
			text: __( 'Enter the address and the credentials below, then press Test & Save.', 'unopim-connector' ),
			to: '/connection',
			done: connected,
		},
		{
			name: 'channels',
			title: __( 'Choose your channels', 'unopim-connector' ),
			text: __( 'Look at each channel’s language, currency and policy, then save it: a channel does nothing before.', 'unopim-connector' ),
			to: '/channels',
			done: channels.some( ( { saved, missing } ) => saved && ! missing ),
		},
		{
			name: 'map',
			title: __( 'Map the fields', 'unopim-connector' ),
			text: __( 'Apply WC defaults fills the core fields; Auto-map proposes the rest.', 'unopim-connector' ),
			to: '/mapping/core',
			done: Object.entries( core ).some( ( [ field, row ] ) => field !== 'sku' && row !== null ),
		},
		{
			name: 'preview',
			title: __( 'Look at a preview', 'unopim-connector' ),
			text: __( 'See what a product would become, field by field. Nothing is written.', 'unopim-connector' ),
			to: '/preview',
			// Who has pulled has seen the result itself.
			done: previews > 0 || pulled,
		},
		{
			name: 'pull',
			title: __( 'Pull Full', 'unopim-connector' ),
			text: __( 'Bring everything that is mapped into the shop. History can take it back.', 'unopim-connector' ),
			to: '/sync',
			done: pulled,
		},
		{
			name: 'push',
			title: __( 'Turn Push on', 'unopim-connector' ),
			text: __( 'Once the shop looks right, let its edits go back to UnoPim. Leave it off if UnoPim alone is edited.', 'unopim-connector' ),
			to: '/channels',
			done: channels.some( ( { push } ) => push ),
		},
	];
}

/** The step to take now; null when all are done. */
export const nextStep = ( list: Step[] ): Step | null => list.find( ( { done } ) => ! done ) ?? null;
