import { Button, CheckboxControl, SelectControl } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { MODERN } from '../../components/modern';
import { AttributePicker } from '../../components/attribute-picker';
import type { Diagnostic, Row, Write } from '../../types/generated';
import { RowFrame } from './row-frame';
import { RowOptions } from './row-options';
import { hasTerms, kindOf, unitsOf } from './target';
import type { TargetKind } from './target';
import { TargetField } from './target-field';

interface Props {
	number: number;
	row: Row;
	unsaved: boolean;
	diagnostics: Diagnostic[];
	onChange: ( row: Row ) => void;
	onRemove: () => void;
}

/** A row of a channel and language: where to write, from which attribute, and how. */
export function AttributeRowEditor( { number, row, unsaved, diagnostics, onChange, onRemove }: Props ) {
	/* translators: %d: number of a mapping row. */
	const label = sprintf( __( 'Attribute row %d', 'unopim-connector' ), number );
	const kind = kindOf( row.target );
	const units = unitsOf( row.target );
	return (
		// A row that is not filled in yet is no mistake, so what the engine says about it can wait.
		<RowFrame
			label={ label }
			unsaved={ unsaved }
			diagnostics={ row.attribute === '' ? [] : diagnostics }
			testId={ `row-attributes.${ number - 1 }` }
		>
			<TargetField target={ row.target } onChange={ ( target ) => onChange( { ...row, target } ) } />
			<AttributePicker
				label={ __( 'UnoPim attribute', 'unopim-connector' ) }
				value={ row.attribute === '' ? null : row.attribute }
				onChange={ ( attribute ) => onChange( { ...row, attribute: attribute ?? '' } ) }
			/>
			<div className="unopim-row-foot">
				<RowOptions
					label={ label }
					clear={ row.clear_when_empty ?? false }
					onClear={ ( clear_when_empty ) => onChange( { ...row, clear_when_empty } ) }
				>
					{ ( kind === 'attribute' || kind === 'custom' ) && (
						<CheckboxControl
							__nextHasNoMarginBottom
							label={ __( 'Show on product page', 'unopim-connector' ) }
							checked={ row.visible ?? true }
							onChange={ ( visible ) => onChange( { ...row, visible } ) }
						/>
					) }
					{ hasTerms( row.target ) && (
						<CheckboxControl
							__nextHasNoMarginBottom
							label={ __( 'Create missing options', 'unopim-connector' ) }
							help={ __( 'A push makes an option in UnoPim for a term that has none.', 'unopim-connector' ) }
							checked={ row.create_options ?? true }
							onChange={ ( create_options ) => onChange( { ...row, create_options } ) }
						/>
					) }
					{ kind !== 'attribute' && kind !== 'taxonomy' && (
						<SelectControl
							{ ...MODERN }
							label={ kind === 'meta' ? __( 'Write options and files as', 'unopim-connector' ) : __( 'Write options as', 'unopim-connector' ) }
							value={ row.write ?? 'label' }
							options={ writings( kind ) }
							onChange={ ( write ) => onChange( { ...row, write: write as Write } ) }
						/>
					) }
					{ units.length > 0 && (
						<SelectControl
							{ ...MODERN }
							label={ __( 'Unit in UnoPim', 'unopim-connector' ) }
							help={ __( 'Of plain numbers; a measurement names its own.', 'unopim-connector' ) }
							value={ row.unit ?? '' }
							options={ [
								{ value: '', label: __( 'The shop’s unit', 'unopim-connector' ) },
								...units.map( ( unit ) => ( { value: unit, label: unit } ) ),
							] }
							onChange={ ( unit ) => onChange( { ...row, unit: unit === '' ? undefined : unit } ) }
						/>
					) }
				</RowOptions>
				<Button variant="link" isDestructive onClick={ onRemove }>
					{ __( 'Remove', 'unopim-connector' ) } <span className="screen-reader-text">{ label }</span>
				</Button>
			</div>
		</RowFrame>
	);
}

/** Files go into meta as the number of their attachment or as its address; everywhere else only options have a choice. */
function writings( kind: TargetKind ): { value: Write; label: string }[] {
	const options: { value: Write; label: string }[] = [
		{ value: 'label', label: kind === 'meta' ? __( 'Label; number of the file', 'unopim-connector' ) : __( 'Label', 'unopim-connector' ) },
		{ value: 'code', label: kind === 'meta' ? __( 'Code; number of the file', 'unopim-connector' ) : __( 'Code', 'unopim-connector' ) },
	];
	return kind === 'meta' ? [ ...options, { value: 'url', label: __( 'Label; address of the file', 'unopim-connector' ) } ] : options;
}
