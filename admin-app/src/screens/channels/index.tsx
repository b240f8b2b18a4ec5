import { Button } from '@wordpress/components';
import { useDispatch, useSelect } from '@wordpress/data';
import { useCallback, useEffect, useRef, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { fetchSiteLanguages, fetchSites } from '../../api/catalog';
import { Notice } from '../../components/notice';
import { ProblemNotice } from '../../components/problem-notice';
import { ReasonButton } from '../../components/reason-button';
import { Screen } from '../../components/screen';
import { Empty, Loading } from '../../components/states';
import { useQuery } from '../../components/use-query';
import { useSnackbar } from '../../components/use-snackbar';
import { useUnsaved } from '../../guard';
import { store as catalogStore } from '../../store/catalog';
import { store as connectionStore } from '../../store/connection';
import { registerStores } from '../../store/register';
import { numberText } from '../../text/value';
import type { Channel } from '../../types/rest';
import { ChannelRow } from './channel-row';
import { choices, differs, edited, impossible, isEdited, moved, summary } from './draft';

registerStores( catalogStore );

export default function ChannelsScreen() {
	const { channels, busy, problem, connected } = useSelect( ( select ) => {
		const from = select( catalogStore );
		return {
			channels: from.getChannels(),
			busy: from.getBusy(),
			problem: from.getProblem(),
			connected: select( connectionStore ).isConnected(),
		};
	}, [] );
	const { loadChannels, saveChannels, refreshChannels } = useDispatch( catalogStore );
	const [ rows, setRows ] = useState< Channel[] >( channels ?? [] );
	const [ dragged, setDragged ] = useState< { from: number; over: number } | null >( null );
	const network = rows.some( ( { site } ) => site !== undefined );
	const [ said, setSaid ] = useState( '' );
	const tell = useSnackbar();

	useEffect( () => {
		void loadChannels();
	}, [ loadChannels ] );
	// What was asked for replaces the draft. An answer that only comes late leaves what was edited meanwhile; a refusal brings nothing.
	const known = useRef( channels );
	const asked = useRef( false );
	useEffect( () => {
		const before = known.current;
		const replaces = asked.current;
		known.current = channels;
		asked.current = false;
		setRows( ( draft ) => ( ! replaces && before !== null && differs( draft, before ) ? draft : channels ?? [] ) );
	}, [ channels ] );

	const { data: sites } = useQuery( async () => ( network ? fetchSites() : [] ), String( network ) );

	// The languages are UnoPim's until the next refresh, and matched with those of the site.
	const { data: spoken } = useQuery( fetchSiteLanguages, channels?.map( ( { default_locale } ) => default_locale ).join() ?? '' );

	const unsaved = channels !== null && differs( rows, channels );
	useUnsaved( unsaved, useCallback( () => setRows( channels ?? [] ), [ channels ] ) );

	const wrong = impossible( rows );
	const changed = rows.filter( ( row ) => row.changed );
	const fresh = rows.some( ( row ) => ! row.saved );
	const why = ! unsaved && ! fresh
		? __( 'Nothing has been changed.', 'unopim-connector' )
		: wrong
		? __( 'Cooldown seconds takes a whole number from 0 to 3600.', 'unopim-connector' )
		: null;

	const save = async () => {
		asked.current = true;
		if ( await saveChannels( choices( rows ) ) ) {
			tell( __( 'Channels saved.', 'unopim-connector' ) );
		} else {
			asked.current = false;
		}
	};
	const refresh = async () => {
		asked.current = true;
		if ( await refreshChannels() ) {
			tell( __( 'Channels, languages and currencies were read again.', 'unopim-connector' ) );
		} else {
			asked.current = false;
		}
	};

	const move = ( from: number, to: number ) => {
		setRows( moved( rows, from, to ) );
		setSaid(
			sprintf(
				/* translators: 1: name of a channel. 2: its place. 3: number of channels. */
				__( '“%1$s” is now in place %2$s of %3$s.', 'unopim-connector' ),
				rows[ from ]?.label ?? '',
				numberText( to + 1 ),
				numberText( rows.length )
			)
		);
	};

	const drag = ( place: number, what: 'start' | 'over' | 'drop' | 'end' ) => {
		if ( what === 'start' ) {
			setDragged( { from: place, over: place } );
		} else if ( what === 'end' ) {
			setDragged( null );
		} else if ( dragged && what === 'over' && dragged.over !== place ) {
			setDragged( { ...dragged, over: place } );
		} else if ( dragged && what === 'drop' ) {
			setDragged( null );
			move( dragged.from, place );
		}
	};

	const { channels: number, sites: mapped, languages, currencies } = summary( rows );

	return (
		<Screen title={ __( 'Channels & Stores', 'unopim-connector' ) }>
			<section className="unopim-card" aria-label={ __( 'Summary', 'unopim-connector' ) }>
				<div className="unopim-head">
					<dl className="unopim-counts">
						{ (
							[
								[ __( 'Channels', 'unopim-connector' ), number ],
								[ __( 'Mapped sites', 'unopim-connector' ), mapped ],
								[ __( 'Languages', 'unopim-connector' ), languages ],
								[ __( 'Currencies', 'unopim-connector' ), currencies ],
							] as const
						 ).map( ( [ label, value ] ) => (
							<div key={ label }>
								<dt>{ label }</dt>
								<dd>{ numberText( value ) }</dd>
							</div>
						) ) }
					</dl>
					<ReasonButton
						variant="secondary"
						reason={
							connected === false
								? __( 'Connect to UnoPim first.', 'unopim-connector' )
								: unsaved
								? __( 'Save the channels first.', 'unopim-connector' )
								: null
						}
						isBusy={ busy === 'refreshing' }
						onClick={ () => void refresh() }
					>
						{ __( 'Refresh channels', 'unopim-connector' ) }
					</ReasonButton>
				</div>
				<p className="description">
					{ __(
						'Channels, languages and currencies are defined in UnoPim. What was read last holds until you refresh. The order below is the priority: a channel writes no field that one above it maps for the same product.',
						'unopim-connector'
					) }
				</p>
			</section>
			{ changed.length > 0 && (
				<Notice level="warning" testId="definition-changed">
					<p>
						<strong>{ __( 'Definition changed in UnoPim', 'unopim-connector' ) }</strong>{ ' ' }
						{ sprintf(
							/* translators: %s: codes of channels. */
							__( '(%s). What was read last holds until you refresh the channels.', 'unopim-connector' ),
							changed.map( ( { code } ) => code ).join( ', ' )
						) }
					</p>
				</Notice>
			) }
			{ problem && <ProblemNotice problem={ problem } onRetry={ channels === null ? () => void loadChannels() : undefined } /> }
			{ channels === null && ! problem && <Loading /> }
			{ channels?.length === 0 && (
				<Empty title={ __( 'No channel is known yet', 'unopim-connector' ) }>
					{ __( 'Refresh channels reads them from UnoPim.', 'unopim-connector' ) }
				</Empty>
			) }
			<form
				onSubmit={ ( event ) => {
					event.preventDefault();
					if ( why === null ) {
						void save();
					}
				} }
			>
				<ol className="unopim-channels">
					{ rows.map( ( row, place ) => (
						<ChannelRow
							key={ row.code }
							channel={ row }
							unsaved={ channels !== null && isEdited( row, channels ) }
							place={ place }
							count={ rows.length }
							disabled={ busy !== null }
							sites={ sites ?? [] }
							languages={ spoken?.find( ( { channel } ) => channel === row.code ) }
							dropsHere={ dragged !== null && dragged.over === place && dragged.from !== place }
							onChange={ ( changes ) => setRows( edited( rows, row.code, changes ) ) }
							onMove={ ( to ) => move( place, to ) }
							onDrag={ ( what ) => drag( place, what ) }
						/>
					) ) }
				</ol>
				<p className="screen-reader-text" aria-live="polite">
					{ said }
				</p>
				{ rows.length > 0 && (
					<div className="unopim-buttons unopim-foot">
						<ReasonButton variant="primary" reason={ why } isBusy={ busy === 'saving' } onClick={ () => void save() }>
							{ __( 'Save channels', 'unopim-connector' ) }
						</ReasonButton>
						{ unsaved && (
							<Button variant="tertiary" onClick={ () => setRows( channels ?? [] ) }>
								{ __( 'Discard changes', 'unopim-connector' ) }
							</Button>
						) }
						{ fresh && <span>{ __( 'A channel does nothing before it was saved once.', 'unopim-connector' ) }</span> }
					</div>
				) }
			</form>
		</Screen>
	);
}
