import { __ } from '@wordpress/i18n';
import type { Operation } from '../../api/plans';
import { ShownValue, useKnown } from '../../components/shown-value';
import type { Known } from '../../components/shown-value';
import type { FieldChange } from '../../types/generated';
import { dirName, entityName, operationName, outcomeName } from '../../text/names';
import { reasonSentence } from '../../text/reasons';
import { unopimFieldName } from '../../text/unopim-field';
import { fieldName } from '../../text/words';

interface Props {
	label: string;
	operations: Operation[];
	/** Fields that stay as they are, too. */
	everyField: boolean;
}

/** Operations item by item, each with its fields: what stood there, what comes, and why. */
export function OperationTable( { label, operations, everyField }: Props ) {
	const known = useKnown( operations[ 0 ]?.channel ?? '', valuesOf( operations ) );
	return (
		// A scrolling region has to be reachable by keyboard.
		// eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
		<div className="unopim-scroll" tabIndex={ 0 } role="region" aria-label={ label }>
			<table className="widefat unopim-table unopim-operations" data-testid="operations">
				<thead>
					<tr>
						<th scope="col">{ __( 'Field', 'unopim-connector' ) }</th>
						<th scope="col">{ __( 'Old', 'unopim-connector' ) }</th>
						<th scope="col">{ __( 'New', 'unopim-connector' ) }</th>
						<th scope="col">{ __( 'Why', 'unopim-connector' ) }</th>
					</tr>
				</thead>
				{ operations.map( ( operation ) => (
					<Rows key={ operation.row } operation={ operation } everyField={ everyField } known={ known } />
				) ) }
			</table>
		</div>
	);
}

/** A field by its name: of the shop, or by its place in UnoPim's record. */
export const operationField = ( { side }: Operation, { field, shown }: FieldChange ): string =>
	shown?.label || side !== 'unopim' ? fieldName( field, shown?.label ) : unopimFieldName( field );

const valuesOf = ( operations: Operation[] ) => operations.flatMap( ( { fields } ) => fields.flatMap( ( { field, old, new: next } ) => [ { field, value: old }, { field, value: next } ] ) );

function Rows( { operation, everyField, known }: { operation: Operation; everyField: boolean; known: Known } ) {
	const { entity, key, action, reason, outcome, error, side } = operation;
	const fields = operation.fields.filter( ( { write } ) => everyField || write );
	return (
		<tbody data-testid={ `operation-${ key }` }>
			<tr className="unopim-item">
				<th scope="rowgroup" colSpan={ 3 }>
					<span className={ `unopim-action is-${ action }` }>{ operationName( action ) }</span> { entityName( entity ) } <code>{ key }</code>{ ' ' }
					<span className="unopim-kind">{ dirName( side === 'unopim' ? 'to_unopim' : 'to_shop' ) }</span> <span className="unopim-kind">{ outcomeName( outcome ) }</span>
				</th>
				<td>
					{ reason && reasonSentence( reason, side ) }
					{ error && <p className="unopim-error">{ [ error.message, error.hint ].filter( Boolean ).join( ' ' ) }</p> }
				</td>
			</tr>
			{ fields.map( ( field ) => (
				<tr key={ field.field } className={ field.write ? undefined : 'unopim-kept' }>
					<th scope="row">{ operationField( operation, field ) }</th>
					<td>
						<ShownValue field={ field.field } value={ field.old } words={ field.shown?.old } known={ known } />
					</td>
					<td>
						{ field.write ? (
							<ins>
								<ShownValue field={ field.field } value={ field.new } words={ field.shown?.new } known={ known } />
							</ins>
						) : (
							__( 'kept', 'unopim-connector' )
						) }
					</td>
					<td>{ reasonSentence( field.reason, side ) }</td>
				</tr>
			) ) }
		</tbody>
	);
}
