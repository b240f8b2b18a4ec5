/** Why a run cannot be started now. */
import { __ } from '@wordpress/i18n';
import type { Channel } from '../../types/rest';

export interface Situation {
	connected: boolean | null;
	/** A run is under way, or rests without being over. */
	active: boolean;
	stopped: boolean;
}

/** What is in the way of any run. */
function obstacle( { connected, active, stopped }: Situation ): string | null {
	if ( connected === false ) {
		return __( 'Connect to UnoPim first.', 'unopim-connector' );
	}
	if ( stopped ) {
		return __( 'A run is stopped. Resume or cancel it first.', 'unopim-connector' );
	}
	return active ? __( 'A run is active. It has to end first.', 'unopim-connector' ) : null;
}

/** The first obstacle to a pull of a channel, in words; null when there is none. */
export function pullObstacle( situation: Situation, channel: Channel | null ): string | null {
	const reason = obstacle( situation );
	if ( reason !== null ) {
		return reason;
	}
	if ( ! channel ) {
		return __( 'No channel is known yet. Refresh them on Channels & Stores.', 'unopim-connector' );
	}
	if ( channel.missing ) {
		return __( 'UnoPim has this channel no more.', 'unopim-connector' );
	}
	if ( ! channel.saved ) {
		return __( 'This channel is not in use yet. Save it on Channels & Stores.', 'unopim-connector' );
	}
	return channel.pull ? null : __( 'Pull is switched off for this channel on Channels & Stores.', 'unopim-connector' );
}

/** The channels that a push goes out for: all with Push on that write to the same site, the one in view among them where it has Push on. */
export function pushChannels( channels: Channel[], chosen: string ): Channel[] {
	const on = channels.filter( ( { saved, missing, push } ) => saved && ! missing && push );
	const first = on.find( ( { code } ) => code === chosen ) ?? on[ 0 ];
	return on.filter( ( { site } ) => site === first?.site );
}

/** The first obstacle to a push for these channels; null when there is none. */
export const pushObstacle = ( situation: Situation, channels: Channel[] ): string | null =>
	obstacle( situation ) ??
	( channels.length > 0 ? null : __( 'Push is switched off for every channel. Channels & Stores switches it on.', 'unopim-connector' ) );

/** Codes of a text, separated by commas, blanks or lines. */
export const codesOf = ( text: string ): string[] => [ ...new Set( text.split( /[\s,;]+/ ).filter( Boolean ) ) ];
