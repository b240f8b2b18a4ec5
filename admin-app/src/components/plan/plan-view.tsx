import { CheckboxControl, SelectControl } from '@wordpress/components';
import { useMemo, useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import type { ItemFamily } from '../../store/preview/selectors';
import { diagnosticSentence } from '../../text/reasons';
import { numberText } from '../../text/value';
import { actionName, levelName } from '../../text/words';
import type { Action, Operation, WrittenPlan } from '../../types/generated';
import { MODERN } from '../modern';
import { Notice } from '../notice';
import { Pager } from '../pager';
import { Empty } from '../states';
import { ItemPlan, ItemSummary } from './item-plan';
import { VariantGrid } from './variant-grid';

/** Products drawn at once; the others are a page away. */
const PER_PAGE = 20;

interface Props {
	plan: WrittenPlan;
	families: ItemFamily[];
	others: Operation[];
	ms: number | null;
}

/** Products as they will be in the shop: what changes, what not, and why. */
export function PlanView( { plan, families, others, ms }: Props ) {
	const [ onlyChanges, setOnlyChanges ] = useState( false );
	const [ action, setAction ] = useState< Action | '' >( '' );
	const [ wanted, setPage ] = useState( 1 );
	const actions = useMemo( () => countActions( families ), [ families ] );
	const found = useMemo(
		() => ( action === '' ? families : families.filter( ( { item, variations } ) => [ item, ...variations ].some( ( one ) => one.action === action ) ) ),
		[ families, action ]
	);
	const pages = Math.max( 1, Math.ceil( found.length / PER_PAGE ) );
	const page = Math.min( wanted, pages );
	const shown = found.slice( ( page - 1 ) * PER_PAGE, page * PER_PAGE );

	return (
		<>
			<div className="unopim-plan-head">
				<CheckboxControl
					__nextHasNoMarginBottom
					label={ __( 'Show only what changes', 'unopim-connector' ) }
					checked={ onlyChanges }
					onChange={ setOnlyChanges }
				/>
				{ actions.length > 1 && (
					<SelectControl
						{ ...MODERN }
						label={ __( 'Show', 'unopim-connector' ) }
						labelPosition="side"
						value={ action }
						options={ [
							{ value: '', label: __( 'All products', 'unopim-connector' ) },
							...actions.map( ( [ value, count ] ) => ( { value, label: `${ actionName( value ) } (${ numberText( count ) })` } ) ),
						] }
						onChange={ ( next ) => {
							setAction( next as Action | '' );
							setPage( 1 );
						} }
					/>
				) }
				{ ms !== null && (
					<span className="description" data-testid="plan-time">
						{ /* translators: %s: milliseconds, such as "1.4". */ sprintf(
							__( 'Planned in this browser in %s ms', 'unopim-connector' ),
							ms.toFixed( 1 )
						) }
					</span>
				) }
			</div>
			{ found.length === 0 && <Empty title={ __( 'Nothing would be done here.', 'unopim-connector' ) } /> }
			{ shown.map( ( family ) => (
				<Family key={ family.item.key } family={ family } plan={ plan } onlyChanges={ onlyChanges } alone={ found.length === 1 } />
			) ) }
			{ pages > 1 && <Pager shown={ shown.length } total={ found.length } page={ page } pages={ pages } onPage={ setPage } /> }
			{ others.length > 0 && <Others items={ others } /> }
			{ plan.notes.slice( 0, 20 ).map( ( note, index ) => (
				<Notice key={ index } level={ note.level === 'error' ? 'error' : note.level === 'warn' ? 'warning' : 'info' }>
					<p>
						<strong>{ levelName( note.level ) }:</strong> { note.key } — { diagnosticSentence( note ) } { note.hint }
					</p>
				</Notice>
			) ) }
		</>
	);
}

/** What products need besides. The list is made when somebody opens it: a large plan has hundreds. */
function Others( { items }: { items: Operation[] } ) {
	const [ open, setOpen ] = useState( false );
	return (
		<details className="unopim-others" open={ open } onToggle={ ( { currentTarget } ) => setOpen( currentTarget.open ) }>
			<summary>
				{ sprintf(
					/* translators: %d: number of terms, attributes and categories. */
					_n( '%d attribute, option or category is needed too', '%d attributes, options or categories are needed too', items.length, 'unopim-connector' ),
					items.length
				) }
			</summary>
			{ open && (
				<ul>
					{ items.slice( 0, 200 ).map( ( item ) => (
						<li key={ `${ item.entity }/${ item.key }` }>
							<ItemSummary item={ item } />
						</li>
					) ) }
				</ul>
			) }
		</details>
	);
}

interface FamilyProps {
	family: ItemFamily;
	plan: WrittenPlan;
	onlyChanges: boolean;
	/** Nothing stands beside it, so it is open from the start. */
	alone: boolean;
}

function Family( { family: { item, variations }, plan, onlyChanges, alone }: FamilyProps ) {
	const [ open, setOpen ] = useState( alone );
	const grid = plan.grids.find( ( { key } ) => key === item.key );
	const actions = useMemo( () => new Map( variations.map( ( { key, action } ) => [ key, action ] ) ), [ variations ] );
	return (
		<details className="unopim-product" open={ open } onToggle={ ( { currentTarget } ) => setOpen( currentTarget.open ) }>
			<summary>
				<ItemSummary item={ item } />
			</summary>
			{ open && (
				<>
					<ItemPlan item={ item } onlyChanges={ onlyChanges } headless />
					{ grid && <VariantGrid grid={ grid } actions={ actions } /> }
					<Variations items={ variations } onlyChanges={ onlyChanges } />
				</>
			) }
		</details>
	);
}

/** Variations one by one, as many as somebody reads; the grid shows them all. */
function Variations( { items, onlyChanges }: { items: Operation[]; onlyChanges: boolean } ) {
	const [ wanted, setPage ] = useState( 1 );
	const pages = Math.max( 1, Math.ceil( items.length / PER_PAGE ) );
	const page = Math.min( wanted, pages );
	const shown = items.slice( ( page - 1 ) * PER_PAGE, page * PER_PAGE );
	return (
		<>
			{ shown.map( ( variation ) => (
				<Variation key={ variation.key } item={ variation } onlyChanges={ onlyChanges } />
			) ) }
			{ pages > 1 && <Pager shown={ shown.length } total={ items.length } page={ page } pages={ pages } onPage={ setPage } /> }
		</>
	);
}

function Variation( { item, onlyChanges }: { item: Operation; onlyChanges: boolean } ) {
	const [ open, setOpen ] = useState( false );
	return (
		<details className="unopim-variation" open={ open } onToggle={ ( { currentTarget } ) => setOpen( currentTarget.open ) }>
			<summary>
				<ItemSummary item={ item } />
			</summary>
			{ open && <ItemPlan item={ item } onlyChanges={ onlyChanges } headless /> }
		</details>
	);
}

function countActions( families: ItemFamily[] ): [ Action, number ][] {
	const counts = new Map< Action, number >();
	families.forEach( ( { item, variations } ) =>
		[ item, ...variations ].forEach( ( { action } ) => counts.set( action, ( counts.get( action ) ?? 0 ) + 1 ) )
	);
	return [ ...counts ];
}
