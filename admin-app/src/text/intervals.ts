import { __ } from '@wordpress/i18n';
import type { ChannelSettings } from '../types/rest';

/** How often something is due, from never to once a day. */
export const intervals = (): { value: ChannelSettings[ 'interval' ]; label: string }[] => [
	{ value: 'disabled', label: __( 'Disabled', 'unopim-connector' ) },
	{ value: '5min', label: __( 'Every 5 minutes', 'unopim-connector' ) },
	{ value: '15min', label: __( 'Every 15 minutes', 'unopim-connector' ) },
	{ value: '30min', label: __( 'Every 30 minutes', 'unopim-connector' ) },
	{ value: 'hourly', label: __( 'Hourly', 'unopim-connector' ) },
	{ value: 'twicedaily', label: __( 'Twice daily', 'unopim-connector' ) },
	{ value: 'daily', label: __( 'Daily', 'unopim-connector' ) },
];

export const intervalName = ( interval: string ) =>
	interval === 'minute'
		? __( 'Every minute while something waits', 'unopim-connector' )
		: intervals().find( ( { value } ) => value === interval )?.label ?? interval;
