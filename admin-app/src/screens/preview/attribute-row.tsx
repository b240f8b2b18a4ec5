import { Button, CheckboxControl, SelectControl } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { MODERN } from '../../components/modern';
import { AttributePicker } from '../../components/attribute-picker';
import type { Diagnostic, Row } from '../../types/generated';
import { RowFrame } from './row-frame';
import { kindOf } from './target';
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
				<details className="unopim-options">
					<summary>
						{ __( 'Options', 'unopim-connector' ) }
						<span className="screen-reader-text">
							{ /* translators: %s: name of a mapping row. */ sprintf( __( 'of %s', 'unopim-connector' ), label ) }
						</span>
					</summary>
					<CheckboxControl
						__nextHasNoMarginBottom
						label={ __( 'Clear when empty', 'unopim-connector' ) }
						help={ __( 'Emptying the value in UnoPim empties it in the shop.', 'unopim-connector' ) }
						checked={ row.clear_when_empty ?? false }
						onChange={ ( clear_when_empty ) => onChange( { ...row, clear_when_empty } ) }
					/>
					{ kind !== 'meta' && (
						<CheckboxControl
							__nextHasNoMarginBottom
							label={ __( 'Show on product page', 'unopim-connector' ) }
							checked={ row.visible ?? true }
							onChange={ ( visible ) => onChange( { ...row, visible } ) }
						/>
					) }
					{ kind !== 'attribute' && (
						<SelectControl
							{ ...MODERN }
							label={ __( 'Write options as', 'unopim-connector' ) }
							value={ row.write ?? 'label' }
							options={ [
								{ value: 'label', label: __( 'Label', 'unopim-connector' ) },
								{ value: 'code', label: __( 'Code', 'unopim-connector' ) },
							] }
							onChange={ ( write ) => onChange( { ...row, write: write === 'code' ? 'code' : 'label' } ) }
						/>
					) }
				</details>
				<Button variant="link" isDestructive onClick={ onRemove }>
					{ __( 'Remove', 'unopim-connector' ) } <span className="screen-reader-text">{ label }</span>
				</Button>
			</div>
		</RowFrame>
	);
}
