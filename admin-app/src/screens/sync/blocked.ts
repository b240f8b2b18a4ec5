/** Why a run cannot be started now. */
import { __ } from '@wordpress/i18n';
import type { Channel } from '../../types/rest';

export interface Situation {
	connected: boolean | null;
	/** null: none is known. */
	channel: Channel | null;
	/** A run is under way, or rests without being over. */
	active: boolean;
	stopped: boolean;
}

/** The first obstacle to a pull, in words; null when there is none. */
export function pullObstacle( { connected, channel, active, stopped }: Situation ): string | null {
	if ( stopped ) {
		return __( 'A run is stopped. Resume or cancel it first.', 'unopim-connector' );
	}
	if ( active ) {
		return __( 'A run is active. It has to end first.', 'unopim-connector' );
	}
	if ( connected === false ) {
		return __( 'Connect to UnoPim first.', 'unopim-connector' );
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

/** Why nothing can be sent to UnoPim. */
export function pushObstacle( { connected, channel }: Situation ): string {
	if ( connected === false ) {
		return __( 'Connect to UnoPim first.', 'unopim-connector' );
	}
	if ( channel && ! channel.push ) {
		return __( 'Push is switched off for this channel on Channels & Stores.', 'unopim-connector' );
	}
	return __( 'This version of the connector only pulls; it cannot send to UnoPim yet.', 'unopim-connector' );
}

/** Codes of a text, separated by commas, blanks or lines. */
export const codesOf = ( text: string ): string[] => [ ...new Set( text.split( /[\s,;]+/ ).filter( Boolean ) ) ];
