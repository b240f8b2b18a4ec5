import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { fetchReviews, resolve, resolveAll } from '../../../api/reviews';
import type { Side } from '../../../api/reviews';
import { ChannelFilter } from '../../../components/channel-filter';
import { Confirm } from '../../../components/confirm';
import { Notice } from '../../../components/notice';
import { Pager } from '../../../components/pager';
import { ProblemNotice } from '../../../components/problem-notice';
import { ReasonButton } from '../../../components/reason-button';
import { Screen } from '../../../components/screen';
import { Empty, Loading } from '../../../components/states';
import { useAction } from '../../../components/use-action';
import { useFilters } from '../../../components/use-filters';
import { useQuery } from '../../../components/use-query';
import { useRunWatch } from '../../../components/use-run';
import { onlyChannel } from './choices';
import { ReviewCard } from './review-card';

const NO_FILTERS = { channel: '' };

export default function ReviewScreen() {
	const { filters: { channel }, set, page, setPage } = useFilters( NO_FILTERS );
	const { data, problem, reload } = useQuery( () => fetchReviews( channel, page ), JSON.stringify( [ channel, page ] ) );
	const { busy, problem: refused, run } = useAction();
	const [ writing, setWriting ] = useState( false );
	const [ asking, setAsking ] = useState< Side | null >( null );
	const follow = useRunWatch( () => {
		setWriting( false );
		reload();
	} );

	const rows = data?.rows ?? [];
	const started = ( { id }: { id: number } ) => {
		setWriting( true );
		follow( id );
	};
	const reason = writing ? __( 'Your choices are being written.', 'unopim-connector' ) : null;
	const allReason = reason ?? ( onlyChannel( rows ) === null ? __( 'The items shown are of several channels. Choose one channel.', 'unopim-connector' ) : null );
	const decideAll = ( side: Side ) => void run( 'all', () => resolveAll( rows.map( ( { row } ) => row ), side ), started );

	return (
		<Screen
			title={ __( 'Review', 'unopim-connector' ) }
			description={ __( 'Fields that UnoPim and the shop have changed differently. Neither side touches them until you choose; a choice is written at once.', 'unopim-connector' ) }
		>
			<div className="unopim-toolbar">
				<ChannelFilter value={ channel } onChange={ ( next ) => set( { channel: next } ) } />
				{ rows.length > 0 && (
					<>
						<ReasonButton variant="secondary" reason={ allReason } isBusy={ busy === 'all' } onClick={ () => setAsking( 'unopim' ) }>
							{ __( 'UnoPim for all shown', 'unopim-connector' ) }
						</ReasonButton>
						<ReasonButton variant="secondary" reason={ allReason } isBusy={ busy === 'all' } onClick={ () => setAsking( 'shop' ) }>
							{ __( 'Shop for all shown', 'unopim-connector' ) }
						</ReasonButton>
					</>
				) }
			</div>
			{ problem && <ProblemNotice problem={ problem } onRetry={ () => reload() } /> }
			{ refused && <ProblemNotice problem={ refused } /> }
			{ writing && (
				<Notice level="info" testId="review-writing">
					<p>{ __( 'Your choices are being written …', 'unopim-connector' ) }</p>
				</Notice>
			) }
			{ ! data && ! problem && <Loading /> }
			{ data && rows.length === 0 && (
				<Empty title={ __( 'Nothing waits for a choice', 'unopim-connector' ) }>
					{ __( 'Items come here when the channel’s Conflict policy is “Hold for review” and both sides have changed the same field.', 'unopim-connector' ) }
				</Empty>
			) }
			{ data && rows.length > 0 && (
				<>
					<Pager shown={ rows.length } total={ data.total } page={ page } pages={ data.pages } onPage={ setPage } />
					<ul className="unopim-list">
						{ rows.map( ( review ) => (
							<ReviewCard
								key={ review.row }
								review={ review }
								reason={ reason }
								busy={ busy === `item-${ review.row }` }
								onResolve={ ( choice ) => void run( `item-${ review.row }`, () => resolve( review.row, choice ), started ) }
							/>
						) ) }
					</ul>
				</>
			) }
			{ asking && (
				<Confirm
					title={ asking === 'unopim' ? __( 'Take UnoPim’s values?', 'unopim-connector' ) : __( 'Keep the shop’s values?', 'unopim-connector' ) }
					action={ asking === 'unopim' ? __( 'UnoPim for all shown', 'unopim-connector' ) : __( 'Shop for all shown', 'unopim-connector' ) }
					keep={ __( 'Not now', 'unopim-connector' ) }
					destructive={ false }
					onCancel={ () => setAsking( null ) }
					onConfirm={ () => {
						setAsking( null );
						decideAll( asking );
					} }
				>
					<p>{ __( 'This decides every field of the items shown on this page and is written at once. History can take it back.', 'unopim-connector' ) }</p>
				</Confirm>
			) }
		</Screen>
	);
}
