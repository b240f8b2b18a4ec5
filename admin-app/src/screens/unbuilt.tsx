import { __ } from '@wordpress/i18n';
import { Screen } from '../components/screen';

/** Stands where a screen is still to come. */
export default function Unbuilt() {
	return <Screen title={ __( 'Not here yet', 'unopim-connector' ) } />;
}
