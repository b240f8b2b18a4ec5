import { __ } from '@wordpress/i18n';
import { Link } from './link';
import { Empty } from './states';

/** Stands where a screen needs a channel and none is known. */
export function NoChannel() {
	return (
		<Empty
			title={ __( 'No channel is known yet.', 'unopim-connector' ) }
			action={ <Link to="/channels">{ __( 'Go to Channels & Stores', 'unopim-connector' ) }</Link> }
		>
			{ __( 'Connect to UnoPim, then refresh the channels.', 'unopim-connector' ) }
		</Empty>
	);
}
