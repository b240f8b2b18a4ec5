import { SelectControl } from '@wordpress/components';
import { useDispatch, useSelect } from '@wordpress/data';
import { useEffect } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { store as catalogStore } from '../store/catalog';
import { registerStores } from '../store/register';
import { MODERN } from './modern';

registerStores( catalogStore );

/** All channels, or one of them. */
export function ChannelFilter( { value, onChange }: { value: string; onChange: ( channel: string ) => void } ) {
	const channels = useSelect( ( select ) => select( catalogStore ).getChannels(), [] );
	const { loadChannels } = useDispatch( catalogStore );
	useEffect( () => {
		if ( ! channels ) {
			void loadChannels();
		}
	}, [ channels, loadChannels ] );
	return (
		<SelectControl
			{ ...MODERN }
			label={ __( 'Channel', 'unopim-connector' ) }
			value={ value }
			options={ [
				{ value: '', label: __( 'All channels', 'unopim-connector' ) },
				...( channels ?? [] ).map( ( { code, label } ) => ( { value: code, label: label || code } ) ),
			] }
			onChange={ onChange }
		/>
	);
}
