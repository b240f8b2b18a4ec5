import { Button } from '@wordpress/components';
import { useDispatch, useSelect } from '@wordpress/data';
import { __, _n, sprintf } from '@wordpress/i18n';
import { Notice } from '../../components/notice';
import { ProblemNotice } from '../../components/problem-notice';
import { store as mappingStore } from '../../store/mapping';
import { store as previewStore } from '../../store/preview';
import type { Mapping, Row } from '../../types/generated';

/** Save, Auto-map and Discard, each saying why when it cannot act. */
export function MappingActions( { mapping, rows }: { mapping: Mapping; rows: Row[] } ) {
	const { unsaved, busy, problem, saves, filled } = useSelect( ( select ) => {
		const from = select( mappingStore );
		return {
			unsaved: from.isUnsaved(),
			busy: from.getBusy() === 'saving',
			problem: from.getProblem(),
			saves: from.getSaves(),
			filled: from.getFilled(),
		};
	}, [] );
	const { ready, hasErrors } = useSelect( ( select ) => {
		const from = select( previewStore );
		return { ready: from.getStatus() === 'ready', hasErrors: from.hasErrors() };
	}, [] );
	const { save, discard, receiveAutoMap } = useDispatch( mappingStore );
	const { autoMap } = useDispatch( previewStore );

	const incomplete = rows.some( ( { attribute } ) => attribute === '' );
	const blocked = incomplete
		? __( 'A row has no UnoPim attribute yet.', 'unopim-connector' )
		: hasErrors
		? __( 'A row with an error cannot be saved.', 'unopim-connector' )
		: null;

	const fill = async () => {
		const proposal = ( await autoMap( mapping ) ) as { mapping: Mapping; filled: string[] } | null;
		if ( proposal ) {
			receiveAutoMap( proposal.mapping, proposal.filled );
		}
	};

	return (
		<div className="unopim-actions">
			<div className="unopim-buttons">
				<Button
					variant="primary"
					onClick={ () => void save() }
					isBusy={ busy }
					disabled={ busy || ! unsaved || blocked !== null }
					aria-describedby="unopim-save-state"
				>
					{ __( 'Save mapping', 'unopim-connector' ) }
				</Button>
				<Button variant="secondary" onClick={ () => void fill() } disabled={ ! ready } aria-describedby="unopim-auto-map-state">
					{ __( 'Auto-map', 'unopim-connector' ) }
				</Button>
				<Button variant="tertiary" onClick={ () => discard() } disabled={ ! unsaved || busy }>
					{ __( 'Discard changes', 'unopim-connector' ) }
				</Button>
			</div>
			<p id="unopim-save-state" className="description" role="status">
				{ unsaved
					? blocked ?? __( 'There are unsaved changes.', 'unopim-connector' )
					: __( 'Everything is saved.', 'unopim-connector' ) }
			</p>
			{ ! ready && (
				<p id="unopim-auto-map-state" className="description">
					{ __( 'Auto-map and messages on rows need a product in view.', 'unopim-connector' ) }
				</p>
			) }
			{ filled.length > 0 && (
				<Notice level="info">
					<p>
						{ sprintf(
							/* translators: %d: number of mapping rows. */
							_n(
								'Auto-map filled %d empty row. Save to keep it.',
								'Auto-map filled %d empty rows. Save to keep them.',
								filled.length,
								'unopim-connector'
							),
							filled.length
						) }
					</p>
				</Notice>
			) }
			{ problem && (
				<ProblemNotice problem={ problem } title={ __( 'The mapping was not saved.', 'unopim-connector' ) } />
			) }
			{ saves > 0 && ! unsaved && ! problem && (
				<div className="unopim-flash" key={ saves } data-testid="mapping-saved">
					<Notice level="success">
						<p>{ __( 'Mapping saved.', 'unopim-connector' ) }</p>
					</Notice>
				</div>
			) }
		</div>
	);
}
