import { Button } from '@wordpress/components';
import { useDispatch, useSelect } from '@wordpress/data';
import { useEffect, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { ScopeSelect } from '../../components/scope-select';
import { store as catalogStore } from '../../store/catalog';
import { store as mappingStore } from '../../store/mapping';
import { store as previewStore } from '../../store/preview';
import type { Diagnostic, Row } from '../../types/generated';
import { AttributeRowEditor } from './attribute-row';
import { CopyFrom } from './copy-from';
import { MappingFrame } from './frame';
import { rowsAt } from './parts';
import { useMapping } from './use-mapping';

const NONE: Diagnostic[] = [];
const NEW_ROW: Row = { target: 'attribute:pa_', attribute: '' };

/** Further fields and attributes, for one channel and language. */
export default function AttributesScreen() {
	const state = useMapping();
	const { channels, channel, locale, mapping } = state;
	const { rows, unsaved, inherited } = useSelect( ( select ) => {
		const from = select( mappingStore );
		return { rows: from.getRows(), unsaved: from.getUnsavedRows(), inherited: from.isInherited() };
	}, [] );
	const diagnostics = useSelect( ( select ) => select( previewStore ).getDiagnostics(), [] );
	const { editRows } = useDispatch( mappingStore );
	const { loadSuggestions } = useDispatch( catalogStore );
	const [ refreshes, setRefreshes ] = useState( 0 );
	const defaultLocale = channels?.find( ( { code } ) => code === channel )?.default_locale ?? '';

	useEffect( () => {
		void loadSuggestions();
	}, [ loadSuggestions, refreshes ] );

	const replace = ( index: number, row: Row ) => editRows( rows.map( ( present, position ) => ( position === index ? row : present ) ) );

	return (
		<MappingFrame
			title={ __( 'Attributes', 'unopim-connector' ) }
			description={ __( 'Further fields of a product and its attributes, for one channel and language.', 'unopim-connector' ) }
			state={ state }
			toolbar={
				<div className="unopim-toolbar">
					<ScopeSelect channels={ channels ?? [] } channel={ channel } locale={ locale } onChange={ state.choose } />
					<CopyFrom channels={ channels ?? [] } channel={ channel } locale={ locale } onCopied={ editRows } />
				</div>
			}
			autoMap={ { label: __( 'Auto-map', 'unopim-connector' ), parts: [ 'attributes' ] } }
			clear={ {
				question: __( 'All rows of this channel and language are removed.', 'unopim-connector' ),
				parts: mapping ? rowsAt( mapping, channel, locale, [] ) : {},
			} }
			refreshes={ refreshes }
			onRefresh={ () => setRefreshes( refreshes + 1 ) }
		>
			{ () => (
				<>
					{ inherited && locale !== defaultLocale && (
						<p className="description" data-testid="inherited">
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
							unsaved={ unsaved.includes( index ) }
							diagnostics={ diagnostics.get( `attributes.${ channel }.${ locale }.${ index }` ) ?? NONE }
							onChange={ ( next ) => replace( index, next ) }
							onRemove={ () => editRows( rows.filter( ( _row, position ) => position !== index ) ) }
						/>
					) ) }
					<p>
						<Button variant="secondary" onClick={ () => editRows( [ ...rows, NEW_ROW ] ) }>
							{ __( 'Add row', 'unopim-connector' ) }
						</Button>
					</p>
				</>
			) }
		</MappingFrame>
	);
}
