import { __, _n, sprintf } from '@wordpress/i18n';
import { linkListName } from '../../text/names';
import { reasonSentence } from '../../text/reasons';
import { shownText } from '../../text/value';
import { actionName, fieldName, kindName } from '../../text/words';
import type { LinkList, Operation } from '../../types/generated';

/** An item in one line: what it is, what happens to it, how much of it. */
export function ItemSummary( { item }: { item: Operation } ) {
	const writes = item.fields.filter( ( { write } ) => write ).length;
	return (
		<>
			<strong>{ item.key }</strong> <span className="unopim-kind">{ kindName( item.kind ?? item.entity ) }</span>{ ' ' }
			<span className={ `unopim-action is-${ item.action }` }>{ actionName( item.action ) }</span>{ ' ' }
			{ writes > 0 && (
				<span className="description">
					{ sprintf(
						/* translators: %d: number of product fields. */
						_n( '%d field is written', '%d fields are written', writes, 'unopim-connector' ),
						writes
					) }
				</span>
			) }
		</>
	);
}

interface Props {
	item: Operation;
	onlyChanges: boolean;
	/** The summary stands elsewhere already. */
	headless?: boolean;
}

/** An item field by field: what the shop has now, what it will have, and why. */
export function ItemPlan( { item, onlyChanges, headless = false }: Props ) {
	const fields = item.fields.filter( ( { write } ) => write || ! onlyChanges );
	const refused = item.action === 'skip' || item.action === 'park';
	return (
		<div data-testid={ `item-${ item.key }` }>
			{ ! headless && (
				<h3 className="unopim-item-head">
					<ItemSummary item={ item } />
				</h3>
			) }
			{ headless && item.parent_key === undefined && item.fields.length === 0 && ! refused && (
				<p className="unopim-kept">{ __( 'Nothing would be done here.', 'unopim-connector' ) }</p>
			) }
			{ refused && <p className="unopim-refusal">{ reasonSentence( item.reason ) }</p> }
			<Linked lists={ item.links ?? [] } />
			{ fields.length > 0 && (
				<table className="widefat striped unopim-plan">
					<thead>
						<tr>
							<th scope="col">{ __( 'Field', 'unopim-connector' ) }</th>
							<th scope="col">{ __( 'Now', 'unopim-connector' ) }</th>
							<th scope="col">{ __( 'New', 'unopim-connector' ) }</th>
							<th scope="col">{ __( 'Why', 'unopim-connector' ) }</th>
						</tr>
					</thead>
					<tbody>
						{ fields.map( ( field ) => (
							<tr
								key={ field.field }
								className={ field.write ? 'is-written' : undefined }
								data-testid={ `field-${ field.field }` }
							>
								<th scope="row">{ fieldName( field.field, field.shown?.label ) }</th>
								<td>{ shownText( field.shown?.old, field.old ) }</td>
								<td>
									{ field.write ? (
										<ins>{ shownText( field.shown?.new, field.new ) }</ins>
									) : (
										<span className="unopim-kept">{ shownText( field.shown?.new, field.new ) }</span>
									) }
									{ field.shown?.locale && (
										<div className="unopim-offered">
											{ /* translators: %s: code of a language. */ sprintf( __( 'UnoPim’s value in %s, for want of one in the language in view.', 'unopim-connector' ), field.shown.locale ) }
										</div>
									) }
								</td>
								<td>
									{ reasonSentence( field.reason ) }
									{ field.offered !== undefined && (
										<div className="unopim-offered">
											{ __( 'UnoPim’s value:', 'unopim-connector' ) } { shownText( field.shown?.offered, field.offered ) }
										</div>
									) }
								</td>
							</tr>
						) ) }
					</tbody>
				</table>
			) }
		</div>
	);
}

/** Links are made when both ends are in the shop, so they are no fields of the plan. */
function Linked( { lists }: { lists: LinkList[] } ) {
	if ( lists.length === 0 ) {
		return null;
	}
	return (
		<dl className="unopim-facts unopim-linked" data-testid="linked">
			{ lists.map( ( { field, skus, missing, fits } ) => (
				<div key={ field }>
					<dt>{ linkListName( field ) }</dt>
					<dd>
						{ skus
							/* translators: %s: SKU of a product. */
							.map( ( sku ) => ( missing.includes( sku ) ? sprintf( __( '%s (not yet in the shop)', 'unopim-connector' ), sku ) : sku ) )
							.join( ', ' ) }
						{ ! fits && <div className="unopim-offered">{ __( 'Left out: only a grouped product has such children.', 'unopim-connector' ) }</div> }
					</dd>
				</div>
			) ) }
		</dl>
	);
}
