import { __, sprintf } from '@wordpress/i18n';
import { fetchOperations } from '../../api/plans';
import type { Operation } from '../../api/plans';
import { isOutward } from '../../api/runs';
import { Confirm } from '../../components/confirm';
import { ProblemNotice } from '../../components/problem-notice';
import { Loading } from '../../components/states';
import { useQuery } from '../../components/use-query';
import { numberText, shownText } from '../../text/value';
import type { Run } from '../../types/rest';
import { operationField } from './operation-table';

/** So many items say enough of what comes back. */
const SHOWN = 10;

interface Props {
	run: Run;
	/** The channel writes UnoPim's values on each pull, whoever changed them. */
	mirror: boolean;
	onConfirm: () => void;
	onCancel: () => void;
}

/** Asks before a run is taken back, and shows what comes back. */
export function UndoQuestion( { run, mirror, onConfirm, onCancel }: Props ) {
	const isPush = isOutward( run.job );
	const { data, problem } = useQuery( () => fetchOperations( run.id, { action: '', entity: isPush ? '' : 'product', outcome: '', search: '' }, 1, SHOWN ), String( run.id ) );
	const rest = data ? data.total - data.rows.length : 0;
	return (
		<Confirm title={ __( 'Take this run back?', 'unopim-connector' ) } action={ __( 'Undo', 'unopim-connector' ) } onConfirm={ onConfirm } onCancel={ onCancel }>
			<p>
				{ isPush
					? __( 'Former values return in UnoPim where nobody has edited them since. What was created in UnoPim stays there and is listed in the log.', 'unopim-connector' )
					: __(
							'Former values return where nobody has edited them since; created products go to the trash if untouched; created terms and images stay.',
							'unopim-connector'
					  ) }
			</p>
			{ mirror && (
				<p className="unopim-warning">
					<strong>{ __( 'Warning:', 'unopim-connector' ) }</strong>{ ' ' }
					{ __( 'Mirror is on for this channel, so the next pull writes UnoPim’s values again.', 'unopim-connector' ) }
				</p>
			) }
			{ problem && <ProblemNotice problem={ problem } /> }
			{ ! data && ! problem && <Loading /> }
			{ data?.total === 0 && <p>{ isPush ? __( 'It wrote nothing.', 'unopim-connector' ) : __( 'It wrote no product.', 'unopim-connector' ) }</p> }
			{ data && (
				<ul className="unopim-keys" data-testid="undo-shows">
					{ data.rows.map( ( operation ) => (
						<li key={ operation.row }>
							<code>{ operation.key }</code> { comesBack( operation ) }
						</li>
					) ) }
					{ rest > 0 && <li>{ /* translators: %s: number of items. */ sprintf( __( 'and %s more', 'unopim-connector' ), numberText( rest ) ) }</li> }
				</ul>
			) }
		</Confirm>
	);
}

/** What undoing an operation does to its item. */
function comesBack( operation: Operation ): string {
	const { action, fields, side } = operation;
	if ( action === 'create' && side === 'unopim' ) {
		return __( 'stays in UnoPim', 'unopim-connector' );
	}
	if ( action === 'create' ) {
		return __( 'goes to the trash', 'unopim-connector' );
	}
	if ( action === 'trash' ) {
		return __( 'is restored', 'unopim-connector' );
	}
	if ( action === 'restore' ) {
		return __( 'goes to the trash again', 'unopim-connector' );
	}
	const written = fields.filter( ( { write } ) => write );
	return written.length === 0
		? __( 'nothing to take back', 'unopim-connector' )
		: written
				.slice( 0, 5 )
				.map( ( field ) => `${ operationField( operation, field ) } → ${ shownText( field.shown?.old, field.old ) }` )
				.join( '; ' );
}
