import { CheckboxControl, Spinner } from '@wordpress/components';
import { useSelect } from '@wordpress/data';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { Notice } from '../../components/notice';
import { ProblemNotice } from '../../components/problem-notice';
import { store as previewStore } from '../../store/preview';
import { diagnosticSentence } from '../../text/reasons';
import { levelName, stepName } from '../../text/words';
import { ItemPlan, ItemSummary } from './item-plan';
import { VariantGrid } from './variant-grid';

/** The WooCommerce product that the rows in the editor lead to. */
export function PlanPanel() {
	const { sku, status, progress, plan, problem, families, others, ms } = useSelect( ( select ) => {
		const from = select( previewStore );
		return {
			sku: from.getSku(),
			status: from.getStatus(),
			progress: from.getProgress(),
			plan: from.getPlan(),
			problem: from.getProblem(),
			families: from.getFamilies(),
			others: from.getOthers(),
			ms: from.getMilliseconds(),
		};
	}, [] );
	const [ onlyChanges, setOnlyChanges ] = useState( false );

	return (
		<section className="unopim-panel unopim-beside" aria-label={ __( 'Preview', 'unopim-connector' ) } data-testid="plan">
			{ problem && <ProblemNotice problem={ problem } /> }
			{ status === 'idle' && (
				<p>
					{ __(
						'Enter a SKU to see the product as it will be in the shop. Every edit of a row shows at once; nothing is written.',
						'unopim-connector'
					) }
				</p>
			) }
			{ status === 'loading' && (
				<p role="status">
					<Spinner />{ ' ' }
					{ progress
						? /* translators: 1: SKU. 2: name of a step, such as "Attributes". */
						  sprintf( __( 'Reading %1$s from UnoPim: %2$s', 'unopim-connector' ), sku, stepName( progress.step ) )
						: /* translators: %s: SKU. */ sprintf( __( 'Reading %s from UnoPim …', 'unopim-connector' ), sku ) }
				</p>
			) }
			{ plan && (
				<>
					<div className="unopim-plan-head">
						<CheckboxControl
							__nextHasNoMarginBottom
							label={ __( 'Show only what changes', 'unopim-connector' ) }
							checked={ onlyChanges }
							onChange={ setOnlyChanges }
						/>
						{ ms !== null && (
							<span className="description" data-testid="plan-time">
								{ /* translators: %s: milliseconds, such as "1.4". */ sprintf(
									__( 'Planned in this browser in %s ms', 'unopim-connector' ),
									ms.toFixed( 1 )
								) }
							</span>
						) }
					</div>
					{ families.length === 0 && (
						<p>{ __( 'Nothing would be done with this product.', 'unopim-connector' ) }</p>
					) }
					{ families.map( ( { item, variations } ) => (
						<div key={ item.key }>
							<ItemPlan item={ item } onlyChanges={ onlyChanges } />
							{ plan.grids
								.filter( ( { key } ) => key === item.key )
								.map( ( grid ) => (
									<VariantGrid key={ grid.key } grid={ grid } />
								) ) }
							{ variations.map( ( variation ) => (
								<details key={ variation.key } className="unopim-variation">
									<summary>
										<ItemSummary item={ variation } />
									</summary>
									<ItemPlan item={ variation } onlyChanges={ onlyChanges } headless />
								</details>
							) ) }
						</div>
					) ) }
					{ others.length > 0 && (
						<>
							<h3>{ __( 'Also needed', 'unopim-connector' ) }</h3>
							<ul className="unopim-others">
								{ others.map( ( item ) => (
									<li key={ `${ item.entity }/${ item.key }` }>
										<ItemSummary item={ item } />
									</li>
								) ) }
							</ul>
						</>
					) }
					{ plan.notes.map( ( note, index ) => (
						<Notice key={ index } level={ note.level === 'error' ? 'error' : note.level === 'warn' ? 'warning' : 'info' }>
							<p>
								<strong>{ levelName( note.level ) }:</strong> { note.key } — { diagnosticSentence( note ) } { note.hint }
							</p>
						</Notice>
					) ) }
				</>
			) }
		</section>
	);
}
