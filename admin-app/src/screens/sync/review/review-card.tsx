import { Button } from '@wordpress/components';
import { useCallback, useId, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { Choice, HeldField, Review, Side } from '../../../api/reviews';
import { ShownValue, useKnown } from '../../../components/shown-value';
import type { Known } from '../../../components/shown-value';
import { ReasonButton } from '../../../components/reason-button';
import { useUnsaved } from '../../../guard';
import { siteTime } from '../../../text/time';
import { fieldName, kindName } from '../../../text/words';
import { RENAMED, choiceOf, everywhere, isPair } from './choices';
import type { Chosen } from './choices';

interface Props {
	review: Review;
	/** Why nothing can be decided now. */
	reason: string | null;
	busy: boolean;
	onResolve: ( choice: Choice ) => void;
}

/** One item that waits for a choice. */
export function ReviewCard( { review, reason, busy, onResolve }: Props ) {
	return (
		<li className="unopim-card" data-testid={ `review-${ review.key }` }>
			<h3>
				{ review.edit_url ? <a href={ review.edit_url }>{ review.title || review.key }</a> : review.title || review.key } <code>{ review.key }</code>{ ' ' }
				<span className="unopim-kind">{ [ ...( review.entity === 'product' ? [] : [ kindName( review.entity ) ] ), review.channel ].join( ', ' ) }</span>
			</h3>
			<p className="description">
				{ sprintf(
					/* translators: %s: date and time. */
					__( 'Waits since %s.', 'unopim-connector' ),
					siteTime( review.created_at )
				) }
			</p>
			{ isPair( review ) ? (
				<Pair review={ review } reason={ reason } busy={ busy } onResolve={ onResolve } />
			) : (
				<Fields review={ review } reason={ reason } busy={ busy } onResolve={ onResolve } />
			) }
		</li>
	);
}

function Fields( { review, reason, busy, onResolve }: Props ) {
	const [ chosen, setChosen ] = useState< Chosen >( {} );
	const choice = choiceOf( chosen );
	const known = useKnown( review.channel, review.fields.flatMap( ( { field, shop, unopim, base } ) => [ shop, unopim, base?.value ].map( ( value ) => ( { field, value } ) ) ) );
	useUnsaved( choice !== null && ! busy && reason === null, useCallback( () => setChosen( {} ), [] ) );
	return (
		<>
			<div className="unopim-scroll">
				<table className="widefat striped unopim-table">
					<thead>
						<tr>
							<th scope="col">{ __( 'Field', 'unopim-connector' ) }</th>
							<th scope="col">{ __( 'At the last synchronisation', 'unopim-connector' ) }</th>
							<th scope="col">{ __( 'In the shop', 'unopim-connector' ) }</th>
							<th scope="col">{ __( 'In UnoPim', 'unopim-connector' ) }</th>
						</tr>
					</thead>
					<tbody>
						{ review.fields.map( ( held ) => (
							<FieldRow key={ held.field } held={ held } known={ known } side={ chosen[ held.field ] } onChoose={ ( side ) => setChosen( { ...chosen, [ held.field ]: side } ) } />
						) ) }
					</tbody>
				</table>
			</div>
			<p className="unopim-buttons">
				<ReasonButton
					variant="primary"
					reason={ reason ?? ( choice === null ? __( 'Choose a side for at least one field.', 'unopim-connector' ) : null ) }
					isBusy={ busy }
					onClick={ () => choice && onResolve( choice ) }
				>
					{ __( 'Apply choices', 'unopim-connector' ) }
				</ReasonButton>
				<Button variant="tertiary" onClick={ () => setChosen( everywhere( review, 'shop' ) ) }>
					{ __( 'All from the shop', 'unopim-connector' ) }
				</Button>
				<Button variant="tertiary" onClick={ () => setChosen( everywhere( review, 'unopim' ) ) }>
					{ __( 'All from UnoPim', 'unopim-connector' ) }
				</Button>
			</p>
		</>
	);
}

interface FieldRowProps {
	held: HeldField;
	known: Known;
	side: Side | undefined;
	onChoose: ( side: Side ) => void;
}

function FieldRow( { held, known, side, onChoose }: FieldRowProps ) {
	const name = useId();
	const label = fieldName( held.field, held.shown?.label );
	const { field, shown } = held;
	const cell = ( of: Side, value: unknown, words: string | undefined, says: string ) => (
		<td>
			<label className="unopim-choice">
				<input
					type="radio"
					name={ name }
					value={ of }
					checked={ side === of }
					onChange={ () => onChoose( of ) }
					aria-label={ sprintf( '%1$s: %2$s', label, says ) }
				/>
				<span>
					<ShownValue field={ field } value={ value } words={ words } known={ known } />
				</span>
			</label>
		</td>
	);
	return (
		<tr data-testid={ `held-${ held.field }` }>
			<th scope="row">
				{ label }
				{ held.chosen && <div className="unopim-kind">{ onItsWay( held.chosen ) }</div> }
			</th>
			<td data-testid={ `base-${ held.field }` }>
				{ held.base ? (
					<>
						<ShownValue field={ field } value={ held.base.value } known={ known } />
						<div className="unopim-kind">{ siteTime( held.base.at ) }</div>
					</>
				) : (
					__( 'not known', 'unopim-connector' )
				) }
			</td>
			{ cell( 'shop', held.shop, shown?.old, __( 'keep the shop’s value', 'unopim-connector' ) ) }
			{ cell( 'unopim', held.unopim, shown?.offered, __( 'take UnoPim’s value', 'unopim-connector' ) ) }
		</tr>
	);
}

/** Files are written by a queue of their own. */
const onItsWay = ( side: Side ) =>
	side === 'unopim'
		? __( 'You chose UnoPim’s. The image queue writes it next.', 'unopim-connector' )
		: __( 'You chose the shop’s. The image queue leaves it next.', 'unopim-connector' );

/** A SKU has vanished and another one appeared that looks like the same product. */
function Pair( { review, reason, busy, onResolve }: Props ) {
	const decide = ( side: Side ) => onResolve( { choices: { [ RENAMED ]: side } } );
	return (
		<>
			<p>
				{ sprintf(
					/* translators: 1: former SKU. 2: new SKU. */
					__( 'UnoPim has no “%1$s” any more and a new “%2$s” of the same age, type and family. Are they one product?', 'unopim-connector' ),
					review.renamed_from ?? '',
					review.key
				) }
			</p>
			<p className="unopim-buttons">
				<ReasonButton variant="primary" reason={ reason } isBusy={ busy } onClick={ () => decide( 'unopim' ) }>
					{ __( 'Yes, renamed: the shop product takes the new SKU', 'unopim-connector' ) }
				</ReasonButton>
				<ReasonButton variant="secondary" reason={ reason } isBusy={ busy } onClick={ () => decide( 'shop' ) }>
					{ __( 'No, two products', 'unopim-connector' ) }
				</ReasonButton>
			</p>
		</>
	);
}
