import { Button } from '@wordpress/components';
import { useDispatch, useSelect } from '@wordpress/data';
import { useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import { proposeRows } from '../../api/mapping';
import { toProblem } from '../../api/problem';
import { Confirm } from '../../components/confirm';
import { Notice } from '../../components/notice';
import { ProblemNotice } from '../../components/problem-notice';
import { ReasonButton } from '../../components/reason-button';
import { store as mappingStore } from '../../store/mapping';
import { store as previewStore } from '../../store/preview';
import type { AutoMapped, Mapping } from '../../types/generated';
import type { Problem } from '../../types/rest';
import { pick } from './parts';

interface Props {
	channel: string;
	locale: string;
	mapping: Mapping;
	autoMap?: { label: string; parts: ( keyof Mapping )[] };
	clear: { question: string; parts: Partial< Mapping > };
	onRefresh?: () => void;
}

/** Save, Auto-map, Clear and Discard, each saying why when it cannot act. */
export function MappingActions( { channel, locale, mapping, autoMap, clear, onRefresh }: Props ) {
	const { unsaved, busy, problem, saves, filled, rows } = useSelect( ( select ) => {
		const from = select( mappingStore );
		return {
			unsaved: from.isUnsaved(),
			busy: from.getBusy() === 'saving',
			problem: from.getProblem(),
			saves: from.getSaves(),
			filled: from.getFilled(),
			rows: from.getRows(),
		};
	}, [] );
	const { ready, hasErrors } = useSelect( ( select ) => {
		const from = select( previewStore );
		return { ready: from.getStatus() === 'ready', hasErrors: from.hasErrors() };
	}, [] );
	const { save, discard, receiveAutoMap, edit } = useDispatch( mappingStore );
	const { autoMap: propose } = useDispatch( previewStore );
	const [ asking, setAsking ] = useState( false );
	const [ refused, setRefused ] = useState< Problem | null >( null );
	const [ tried, setTried ] = useState( false );

	const blocked = rows.some( ( { attribute } ) => attribute === '' )
		? __( 'A row has no UnoPim attribute yet.', 'unopim-connector' )
		: hasErrors
		? __( 'A row with an error cannot be saved; the row says why.', 'unopim-connector' )
		: null;

	const fill = async ( parts: ( keyof Mapping )[] ) => {
		setRefused( null );
		try {
			// The browser's engine knows the rows that are not saved yet; without it the site's engine answers for the saved ones.
			const proposal = ready
				? ( ( await propose( mapping ) ) as AutoMapped | null )
				: await proposeRows( { channel, locale } );
			if ( proposal ) {
				setTried( true );
				receiveAutoMap( pick( proposal.mapping, parts ), proposal.filled.filter( ( path ) => parts.some( ( part ) => path.startsWith( `${ part }.` ) ) ) );
			}
		} catch ( error ) {
			setRefused( toProblem( error ) );
		}
	};

	return (
		<div className="unopim-actions">
			<div className="unopim-buttons">
				<ReasonButton
					variant="primary"
					onClick={ () => void save() }
					isBusy={ busy }
					reason={ busy ? __( 'Saving …', 'unopim-connector' ) : ! unsaved ? __( 'Everything is saved.', 'unopim-connector' ) : blocked }
				>
					{ __( 'Save mapping', 'unopim-connector' ) }
				</ReasonButton>
				{ autoMap && (
					<Button variant="secondary" onClick={ () => void fill( autoMap.parts ) }>
						{ autoMap.label }
					</Button>
				) }
				{ onRefresh && (
					<Button variant="secondary" onClick={ onRefresh }>
						{ __( 'Refresh targets', 'unopim-connector' ) }
					</Button>
				) }
				<Button variant="tertiary" onClick={ () => setAsking( true ) }>
					{ __( 'Clear mapping', 'unopim-connector' ) }
				</Button>
				<ReasonButton
					variant="tertiary"
					onClick={ () => discard() }
					reason={ busy ? __( 'Saving …', 'unopim-connector' ) : ! unsaved ? __( 'Everything is saved.', 'unopim-connector' ) : null }
				>
					{ __( 'Discard changes', 'unopim-connector' ) }
				</ReasonButton>
			</div>
			<p className="description" role="status">
				{ unsaved
					? blocked ?? __( 'There are unsaved changes.', 'unopim-connector' )
					: __( 'Everything is saved.', 'unopim-connector' ) }
			</p>
			{ asking && (
				<Confirm
					title={ __( 'Clear mapping?', 'unopim-connector' ) }
					action={ __( 'Clear mapping', 'unopim-connector' ) }
					onCancel={ () => setAsking( false ) }
					onConfirm={ () => {
						setAsking( false );
						edit( clear.parts );
					} }
				>
					<p>{ clear.question }</p>
					<p>{ __( 'It takes effect when you save.', 'unopim-connector' ) }</p>
				</Confirm>
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
			{ tried && filled.length === 0 && ! unsaved && (
				<Notice level="info">
					<p>{ __( 'No attribute of UnoPim fits an empty row.', 'unopim-connector' ) }</p>
				</Notice>
			) }
			{ refused && <ProblemNotice problem={ refused } /> }
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
