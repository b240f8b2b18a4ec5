import { Button } from '@wordpress/components';
import { useDispatch, useSelect } from '@wordpress/data';
import { useEffect } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import { isOutward } from '../api/runs';
import type { Path } from '../router';
import { store as connectionStore } from '../store/connection';
import { store as siteStore } from '../store/site';
import { Link } from './link';
import { Notice } from './notice';

/** How often the banners are brought up to date while the page is looked at. */
const EVERY_MS = 30_000;

const gone = ( count: number ) =>
	/* translators: 1: number of a run. 2: number of items that would be deleted. 3: number of linked items. */
	_n( 'Run %1$d waits for you: %2$d of %3$d linked items is gone from UnoPim.', 'Run %1$d waits for you: %2$d of %3$d linked items are gone from UnoPim.', count, 'unopim-connector' );

const deleted = ( count: number ) =>
	/* translators: 1: number of a run. 2: number of items that would be deleted in UnoPim. 3: number of linked items. */
	_n(
		'Run %1$d waits for you: %2$d of %3$d linked items was deleted in the shop, and would be in UnoPim.',
		'Run %1$d waits for you: %2$d of %3$d linked items were deleted in the shop, and would be in UnoPim.',
		count,
		'unopim-connector'
	);

/** What blocks work, with the way to its remedy, above every screen. */
export function Banners( { path }: { path: Path } ) {
	const connected = useSelect( ( select ) => select( connectionStore ).isConnected(), [] );
	const { dryRun, online, waiting, stalled } = useSelect( ( select ) => {
		const from = select( siteStore );
		return { dryRun: from.isDryRun(), online: from.isOnline(), waiting: from.getWaitingRuns(), stalled: from.getStalledRuns() };
	}, [] );
	const { refresh, setOnline } = useDispatch( siteStore );

	useEffect( () => {
		void refresh();
	}, [ refresh, path ] );

	useEffect( () => {
		const timer = setInterval( () => ! document.hidden && void refresh(), EVERY_MS );
		const back = () => void refresh();
		const away = () => void setOnline( false );
		window.addEventListener( 'online', back );
		window.addEventListener( 'offline', away );
		return () => {
			clearInterval( timer );
			window.removeEventListener( 'online', back );
			window.removeEventListener( 'offline', away );
		};
	}, [ refresh, setOnline ] );

	return (
		<div className="unopim-banners">
			{ ! online && (
				<Notice level="error" testId="offline">
					<p>
						{ __( 'The site cannot be reached. What you see may be out of date; nothing that was saved is lost.', 'unopim-connector' ) }{ ' ' }
						<Button variant="link" onClick={ () => void refresh() }>
							{ __( 'Try again', 'unopim-connector' ) }
						</Button>
					</p>
				</Notice>
			) }
			{ connected === false && path !== '/connection' && (
				<Notice level="warning" testId="not-connected">
					<p>
						{ __( 'The shop is not connected to UnoPim.', 'unopim-connector' ) }{ ' ' }
						<Link to="/connection">{ __( 'Connect', 'unopim-connector' ) }</Link>
					</p>
				</Notice>
			) }
			{ dryRun && (
				<Notice level="warning" testId="dry-run">
					<p>
						<strong>{ __( 'Dry-run is on.', 'unopim-connector' ) }</strong>{ ' ' }
						{ __( 'Everything is planned and logged, nothing is written.', 'unopim-connector' ) }{ ' ' }
						<Link to="/settings/general">{ __( 'Change', 'unopim-connector' ) }</Link>
					</p>
				</Notice>
			) }
			{ waiting.map( ( { id, job, question } ) => (
				<Notice key={ id } level="warning" testId="run-waiting">
					<p>
						{ question
							? sprintf( isOutward( job ) ? deleted( question.count ) : gone( question.count ), id, question.count, question.linked )
							: /* translators: %d: number of a run. */ sprintf( __( 'Run %d waits for an answer.', 'unopim-connector' ), id ) }{ ' ' }
						<Link to="/sync">{ __( 'Decide', 'unopim-connector' ) }</Link>
					</p>
				</Notice>
			) ) }
			{ stalled.map( ( { id } ) => (
				<Notice key={ id } level="warning" testId="run-stalled">
					<p>
						{ /* translators: %d: number of a run. */ sprintf(
							__( 'Run %d has stalled: it has given no sign of life for five minutes.', 'unopim-connector' ),
							id
						) }{ ' ' }
						<Link to="/sync">{ __( 'Look at it', 'unopim-connector' ) }</Link>
					</p>
				</Notice>
			) ) }
		</div>
	);
}
