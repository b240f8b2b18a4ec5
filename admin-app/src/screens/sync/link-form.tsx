import { SelectControl, TextControl } from '@wordpress/components';
import { useSelect } from '@wordpress/data';
import { useRef, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { LINK_ENTITIES, link } from '../../api/links';
import type { Link, LinkEntity } from '../../api/links';
import { FormDialog } from '../../components/form-dialog';
import { MODERN } from '../../components/modern';
import { useAction } from '../../components/use-action';
import { store as catalogStore } from '../../store/catalog';
import { entityName } from '../../text/names';

interface Props {
	/** A shop product to link; null asks for an item of any kind. */
	row: Link | null;
	channel: string;
	entity: LinkEntity;
	onClose: () => void;
	onLinked: () => void;
}

/** Links a shop item with a record of UnoPim, by its number and code. */
export function LinkForm( { row, channel: chosen, entity: kind, onClose, onLinked }: Props ) {
	const channels = useSelect( ( select ) => select( catalogStore ).getChannels(), [] ) ?? [];
	const [ entity, setEntity ] = useState< LinkEntity >( row?.entity ?? kind );
	const [ channel, setChannel ] = useState( row?.channel || chosen || channels[ 0 ]?.code || '' );
	const [ code, setCode ] = useState( row?.code ?? '' );
	const [ id, setId ] = useState( row ? String( row.id ) : '' );
	const { busy, problem, run } = useAction();
	const scoped = entity === 'product' || entity === 'category';
	const reason =
		code.trim() === ''
			? __( 'Enter the SKU or code of UnoPim.', 'unopim-connector' )
			: ! /^[1-9]\d*$/.test( id )
			? __( 'Enter the number of the shop item.', 'unopim-connector' )
			: null;
	const entered = JSON.stringify( [ entity, channel, code, id ] );
	const opened = useRef( entered ).current;

	return (
		<FormDialog
			title={ ( row && row.title ) || __( 'Link', 'unopim-connector' ) }
			action={ __( 'Link', 'unopim-connector' ) }
			reason={ reason }
			unsaved={ entered !== opened }
			isBusy={ busy !== null }
			problem={ problem }
			onSave={ () => void run( 'link', () => link( { entity, channel: scoped ? channel : '', code: code.trim(), id: Number( id ) } ), onLinked ) }
			onClose={ onClose }
		>
			{ ! row && (
				<SelectControl
					{ ...MODERN }
					label={ __( 'Entity', 'unopim-connector' ) }
					value={ entity }
					options={ LINK_ENTITIES.map( ( value ) => ( { value, label: entityName( value ) } ) ) }
					onChange={ ( value ) => setEntity( value as LinkEntity ) }
				/>
			) }
			{ scoped && (
				<SelectControl
					{ ...MODERN }
					label={ __( 'Channel', 'unopim-connector' ) }
					value={ channel }
					options={ channels.map( ( one ) => ( { value: one.code, label: one.label || one.code } ) ) }
					onChange={ setChannel }
				/>
			) }
			<TextControl
				{ ...MODERN }
				label={ __( 'SKU or UnoPim code', 'unopim-connector' ) }
				help={ entity === 'option' ? __( 'An option is attribute/option, such as color/red.', 'unopim-connector' ) : undefined }
				value={ code }
				onChange={ setCode }
			/>
			<TextControl
				{ ...MODERN }
				type="number"
				min={ 1 }
				label={ __( 'Number of the shop item', 'unopim-connector' ) }
				help={ __( 'Its ID, as the address of its edit page shows it.', 'unopim-connector' ) }
				value={ id }
				disabled={ row !== null }
				onChange={ setId }
			/>
		</FormDialog>
	);
}
