import { Button } from '@wordpress/components';
import { useDispatch, useSelect } from '@wordpress/data';
import { __ } from '@wordpress/i18n';
import type { Scope } from '../../api/mapping';
import { store as mappingStore } from '../../store/mapping';
import { store as previewStore } from '../../store/preview';
import { coreFieldName } from '../../text/words';
import type { CoreField, Diagnostic, Mapping, Row } from '../../types/generated';
import { AttributeRowEditor } from './attribute-row';
import { CoreRowEditor } from './core-row';
import { MappingActions } from './mapping-actions';

/** Pinned, in the order in which they are always shown. */
const CORE_FIELDS: CoreField[] = [
	'sku',
	'name',
	'regular_price',
	'sale_price',
	'stock_quantity',
	'stock_status',
	'description',
	'short_description',
	'status',
];

const NONE: Diagnostic[] = [];

const NEW_ROW: Row = { target: 'attribute:pa_', attribute: '' };

interface Props extends Scope {
	mapping: Mapping;
	/** The language whose rows the others follow until they have their own. */
	defaultLocale: string;
}

/** The rows of the mapping, with what the engine says about each beside it. */
export function MappingPanel( { mapping, channel, locale, defaultLocale }: Props ) {
	const { rows, unsavedCore, unsavedRows, inherited } = useSelect( ( select ) => {
		const from = select( mappingStore );
		return {
			rows: from.getRows(),
			unsavedCore: from.getUnsavedCore(),
			unsavedRows: from.getUnsavedRows(),
			inherited: from.isInherited(),
		};
	}, [] );
	const diagnostics = useSelect( ( select ) => select( previewStore ).getDiagnostics(), [] );
	const { editCore, editRows } = useDispatch( mappingStore );

	const replaceRow = ( index: number, row: Row ) =>
		editRows( rows.map( ( present, position ) => ( position === index ? row : present ) ) );

	return (
		<section className="unopim-panel" aria-label={ __( 'Mapping', 'unopim-connector' ) } data-testid="mapping">
			<MappingActions mapping={ mapping } rows={ rows } />
			<h2>{ __( 'Core Fields', 'unopim-connector' ) }</h2>
			<p className="description">
				{ __( 'These nine rows hold for all channels and languages.', 'unopim-connector' ) }
			</p>
			{ CORE_FIELDS.map( ( field ) => (
				<CoreRowEditor
					key={ field }
					label={ coreFieldName( field ) }
					field={ field }
					row={ mapping.core[ field ] ?? null }
					unsaved={ unsavedCore.includes( field ) }
					diagnostics={ diagnostics.get( `core.${ field }` ) ?? NONE }
					onChange={ ( row ) => editCore( field, row ) }
				/>
			) ) }
			<h2>{ __( 'Attributes', 'unopim-connector' ) }</h2>
			{ inherited && locale !== defaultLocale && (
				<p className="description">
					<strong>{ __( 'Inherited:', 'unopim-connector' ) }</strong>{ ' ' }
					{ __(
						'this language follows the rows of the channel’s default locale until it is saved with its own.',
						'unopim-connector'
					) }
				</p>
			) }
			{ rows.length === 0 && <p>{ __( 'No attribute is mapped yet.', 'unopim-connector' ) }</p> }
			{ rows.map( ( row, index ) => (
				<AttributeRowEditor
					key={ index }
					number={ index + 1 }
					row={ row }
					unsaved={ unsavedRows.includes( index ) }
					diagnostics={ diagnostics.get( `attributes.${ channel }.${ locale }.${ index }` ) ?? NONE }
					onChange={ ( next ) => replaceRow( index, next ) }
					onRemove={ () => editRows( rows.filter( ( _row, position ) => position !== index ) ) }
				/>
			) ) }
			<Button variant="secondary" onClick={ () => editRows( [ ...rows, NEW_ROW ] ) }>
				{ __( 'Add row', 'unopim-connector' ) }
			</Button>
		</section>
	);
}
