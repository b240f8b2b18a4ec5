import { SelectControl, TextControl } from '@wordpress/components';
import { __, _n, sprintf } from '@wordpress/i18n';
import { fetchMedia, pauseMedia, resumeMedia, retryMedia } from '../../api/media';
import type { MediaItem, MediaStatus } from '../../api/media';
import { DataTable } from '../../components/data-table';
import type { Column } from '../../components/data-table';
import { MODERN } from '../../components/modern';
import { Notice } from '../../components/notice';
import { Pager } from '../../components/pager';
import { ProblemNotice } from '../../components/problem-notice';
import { ReasonButton } from '../../components/reason-button';
import { Screen } from '../../components/screen';
import { Empty, Loading } from '../../components/states';
import { useAction } from '../../components/use-action';
import { useDebounced } from '../../components/use-debounced';
import { useFilters } from '../../components/use-filters';
import { useQuery } from '../../components/use-query';
import { useSnackbar } from '../../components/use-snackbar';
import { optionsOf, waitingName } from '../../text/names';
import { diagnosticSentence } from '../../text/reasons';
import { siteTime } from '../../text/time';
import { numberText } from '../../text/value';
import { fieldName } from '../../text/words';

const NO_FILTERS = { state: '', search: '' };

const STATES = [ 'waiting', 'retry', 'failed' ];

export default function MediaScreen() {
	const { filters: { state, search: typed }, set, page, setPage } = useFilters( NO_FILTERS, { state: STATES } );
	const search = useDebounced( typed, 300 );
	const { data, problem, reload } = useQuery( () => fetchMedia( state, search, page ), JSON.stringify( [ state, search, page ] ) );
	const { busy, problem: refused, run } = useAction();
	const tell = useSnackbar();
	const status = data?.value ?? null;
	const shown = status?.items ?? [];

	const retry = () =>
		void run( 'retry', retryMedia, ( { retried } ) => {
			reload();
			/* translators: %s: number of items. */
			tell( sprintf( _n( '%s item is tried again.', '%s items are tried again.', retried, 'unopim-connector' ), numberText( retried ) ) );
		} );

	return (
		<Screen
			title={ __( 'Media', 'unopim-connector' ) }
			description={ __( 'Images come in the background, after their products, and never delay one.', 'unopim-connector' ) }
			actions={
				status && (
					<>
						<ReasonButton
							variant="secondary"
							reason={ null }
							isBusy={ busy === 'pause' }
							onClick={ () => void run( 'pause', status.paused ? resumeMedia : pauseMedia, () => reload() ) }
						>
							{ status.paused ? __( 'Resume', 'unopim-connector' ) : __( 'Pause', 'unopim-connector' ) }
						</ReasonButton>
						<ReasonButton
							variant="secondary"
							reason={ status.counts.failed === 0 ? __( 'No image has failed.', 'unopim-connector' ) : null }
							isBusy={ busy === 'retry' }
							onClick={ retry }
						>
							{ __( 'Retry failed', 'unopim-connector' ) }
						</ReasonButton>
					</>
				)
			}
		>
			{ problem && <ProblemNotice problem={ problem } onRetry={ () => reload() } /> }
			{ refused && <ProblemNotice problem={ refused } /> }
			{ ! data && ! problem && <Loading /> }
			{ status?.paused && (
				<Notice level="warning" testId="media-paused">
					<p>{ __( 'The image queue is paused: nothing is fetched until you resume it.', 'unopim-connector' ) }</p>
				</Notice>
			) }
			{ status && <Counts counts={ status.counts } /> }
			{ data && (
				<>
					<div className="unopim-toolbar" role="search" aria-label={ __( 'Filters', 'unopim-connector' ) }>
						<SelectControl
							{ ...MODERN }
							label={ __( 'State', 'unopim-connector' ) }
							value={ state }
							options={ optionsOf(
								Object.fromEntries( STATES.map( ( one ) => [ one, waitingName( one ) ] ) ),
								__( 'All', 'unopim-connector' )
							) }
							onChange={ ( next ) => set( { state: next } ) }
						/>
						<TextControl
							{ ...MODERN }
							type="search"
							label={ __( 'SKU', 'unopim-connector' ) }
							value={ typed }
							onChange={ ( next ) => set( { search: next } ) }
						/>
					</div>
					<Pager shown={ shown.length } total={ data.total } page={ page } pages={ data.pages } onPage={ setPage } />
				</>
			) }
			{ data && shown.length === 0 && <Empty title={ __( 'No image waits', 'unopim-connector' ) } /> }
			{ shown.length > 0 && (
				<DataTable label={ __( 'Images on their way', 'unopim-connector' ) } columns={ columns() } rows={ shown } keyOf={ ( { row } ) => row } testId="media" />
			) }
		</Screen>
	);
}

function Counts( { counts }: { counts: MediaStatus[ 'counts' ] } ) {
	const list: [ string, number ][] = [
		[ __( 'Waiting', 'unopim-connector' ), counts.waiting ],
		[ __( 'Tried again by itself', 'unopim-connector' ), counts.retry ],
		[ __( 'Failed', 'unopim-connector' ), counts.failed ],
		[ __( 'In the media library', 'unopim-connector' ), counts.done ],
	];
	return (
		<dl className="unopim-counts unopim-card" data-testid="media-counts">
			{ list.map( ( [ label, value ] ) => (
				<div key={ label }>
					<dt>{ label }</dt>
					<dd>{ numberText( value ) }</dd>
				</div>
			) ) }
		</dl>
	);
}

const columns = (): Column< MediaItem >[] => [
	{
		name: 'item',
		label: __( 'Product', 'unopim-connector' ),
		heads: true,
		cell: ( { key, title } ) => (
			<>
				{ title } <code>{ key }</code>
			</>
		),
	},
	{
		name: 'files',
		label: __( 'Files', 'unopim-connector' ),
		cell: ( { wanted } ) => (
			<ul className="unopim-keys">
				{ Object.entries( wanted ).flatMap( ( [ field, paths ] ) =>
					paths.map( ( path ) => (
						<li key={ `${ field }/${ path }` }>
							{ fieldName( field, null ) } <code>{ path }</code>
						</li>
					) )
				) }
			</ul>
		),
	},
	{
		name: 'state',
		label: __( 'State', 'unopim-connector' ),
		cell: ( { state, next_try } ) => (
			<>
				{ waitingName( state ) }
				{ state === 'retry' && next_try && <p className="description">{ siteTime( next_try ) }</p> }
			</>
		),
	},
	{
		name: 'problem',
		label: __( 'Problem', 'unopim-connector' ),
		cell: ( { code, message, hint } ) =>
			code ? (
				<>
					{ message || diagnosticSentence( { code, message: code } ) } <code className="unopim-code">{ code }</code> { hint }
				</>
			) : (
				'—'
			),
	},
];
