import { Button, SelectControl, TextControl } from '@wordpress/components';
import { useCallback, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { LINK_ENTITIES, LINK_STATES, adopt, exclude, fetchLinks, recreate, unlink } from '../../api/links';
import type { Link as LinkRow, LinkEntity, LinkFilters, LinkState } from '../../api/links';
import { ChannelFilter } from '../../components/channel-filter';
import { Confirm } from '../../components/confirm';
import { DataTable } from '../../components/data-table';
import type { Column } from '../../components/data-table';
import { MODERN } from '../../components/modern';
import { Notice } from '../../components/notice';
import { ProblemNotice } from '../../components/problem-notice';
import { QueryList } from '../../components/query-list';
import { ReasonButton, underWay } from '../../components/reason-button';
import { Screen } from '../../components/screen';
import { Empty } from '../../components/states';
import { useAction } from '../../components/use-action';
import { useDebounced } from '../../components/use-debounced';
import { useFilters } from '../../components/use-filters';
import { useQuery } from '../../components/use-query';
import { useRunWatch } from '../../components/use-run';
import { entityName, linkStateName } from '../../text/names';
import { siteTime } from '../../text/time';
import { LinkForm } from './link-form';

const NO_FILTERS: LinkFilters = { entity: 'product', state: 'all', channel: '', search: '' };

export default function LinksScreen() {
	const { filters, set: choose, page, setPage } = useFilters< LinkFilters >( NO_FILTERS, { entity: LINK_ENTITIES, state: LINK_STATES } );
	const search = useDebounced( filters.search, 300 );
	const wanted = { ...filters, search };
	const query = useQuery( () => fetchLinks( wanted, page ), JSON.stringify( [ wanted, page ] ) );
	const { reload } = query;
	const { busy, problem: refused, done, run } = useAction();
	const [ linking, setLinking ] = useState< LinkRow | 'new' | null >( null );
	const closeForm = useCallback( () => setLinking( null ), [] );
	const [ unlinking, setUnlinking ] = useState< LinkRow | null >( null );
	const follow = useRunWatch( () => reload() );

	const set = ( changes: Partial< LinkFilters > ) => {
		const next = { ...filters, ...changes };
		// Items without a link are listed for products only.
		choose( next.state === 'unlinked' && next.entity !== 'product' ? { ...next, state: 'all' } : next );
	};
	const act = {
		adopt: ( row: LinkRow ) =>
			void run( `adopt-${ row.id }`, () => adopt( row.channel || filters.channel, row.code ), () => {
				reload();
				return __( 'Linked. The next pull compares both sides.', 'unopim-connector' );
			} ),
		recreate: ( row: LinkRow ) =>
			void run( `recreate-${ row.link }`, () => recreate( row ), ( { id } ) => {
				follow( id );
				return __( 'The item is being pulled anew.', 'unopim-connector' );
			} ),
		exclude: ( row: LinkRow ) =>
			void run( `exclude-${ row.link }`, () => exclude( row, true ), () => __( 'Excluded: neither pull nor push touches this item.', 'unopim-connector' ) ),
	};

	return (
		<Screen
			title={ __( 'Links', 'unopim-connector' ) }
			description={ __( 'Which record of UnoPim stands for which item of the shop.', 'unopim-connector' ) }
			actions={
				<Button variant="secondary" onClick={ () => setLinking( 'new' ) }>
					{ __( 'Link …', 'unopim-connector' ) }
				</Button>
			}
		>
			<div className="unopim-toolbar" role="search" aria-label={ __( 'Filters', 'unopim-connector' ) }>
				<SelectControl
					{ ...MODERN }
					label={ __( 'Entity', 'unopim-connector' ) }
					value={ filters.entity }
					options={ LINK_ENTITIES.map( ( value ) => ( { value, label: entityName( value ) } ) ) }
					onChange={ ( entity ) => set( { entity: entity as LinkEntity } ) }
				/>
				<SelectControl
					{ ...MODERN }
					label={ __( 'Show', 'unopim-connector' ) }
					value={ filters.state }
					options={ LINK_STATES.filter( ( state ) => state !== 'unlinked' || filters.entity === 'product' ).map( ( value ) => ( {
						value,
						label: linkStateName( value ),
					} ) ) }
					onChange={ ( state ) => set( { state: state as LinkState } ) }
				/>
				<ChannelFilter value={ filters.channel } onChange={ ( channel ) => set( { channel } ) } />
				<TextControl { ...MODERN } type="search" label={ __( 'SKU, code or title', 'unopim-connector' ) } value={ filters.search } onChange={ ( text ) => set( { search: text } ) } />
			</div>
			{ refused && <ProblemNotice problem={ refused } /> }
			{ done && (
				<Notice level="success">
					<p>{ done }</p>
				</Notice>
			) }
			<QueryList
				query={ query }
				page={ page }
				onPage={ setPage }
				empty={
					<Empty title={ __( 'No link fits', 'unopim-connector' ) }>
						{ __( 'The first pull links what it creates or recognises by its SKU or code.', 'unopim-connector' ) }
					</Empty>
				}
			>
				{ ( rows ) => (
					<DataTable
						label={ __( 'Links', 'unopim-connector' ) }
						columns={ columns( ( row ) => (
							<span className="unopim-buttons">
								{ row.link === null && (
									<>
										<Button variant="link" onClick={ () => setLinking( row ) }>
											{ __( 'Link', 'unopim-connector' ) }
										</Button>
										<ReasonButton variant="link" reason={ adoptReason( row, filters.channel ) } isBusy={ busy === `adopt-${ row.id }` } onClick={ () => act.adopt( row ) }>
											{ __( 'Adopt by SKU', 'unopim-connector' ) }
										</ReasonButton>
									</>
								) }
								{ row.state === 'gone' && (
									<ReasonButton variant="link" isBusy={ busy === `recreate-${ row.link }` } reason={ underWay( busy ) } onClick={ () => act.recreate( row ) }>
										{ __( 'Recreate', 'unopim-connector' ) }
									</ReasonButton>
								) }
								{ row.link !== null && (
									<>
										<Button variant="link" isDestructive onClick={ () => setUnlinking( row ) }>
											{ __( 'Unlink', 'unopim-connector' ) }
										</Button>
										{ row.entity === 'product' && row.state === 'linked' && (
											<ReasonButton variant="link" isBusy={ busy === `exclude-${ row.link }` } reason={ underWay( busy ) } onClick={ () => act.exclude( row ) }>
												{ __( 'Exclude', 'unopim-connector' ) }
											</ReasonButton>
										) }
									</>
								) }
							</span>
						) ) }
						rows={ rows }
						keyOf={ ( { link, id } ) => link ?? `item-${ id }` }
						testId="links"
					/>
				) }
			</QueryList>
			{ linking && (
				<LinkForm
					row={ linking === 'new' ? null : linking }
					channel={ filters.channel }
					entity={ filters.entity }
					onClose={ closeForm }
					onLinked={ () => {
						closeForm();
						reload();
					} }
				/>
			) }
			{ unlinking && (
				<Confirm
					title={ __( 'Unlink this item?', 'unopim-connector' ) }
					action={ __( 'Unlink', 'unopim-connector' ) }
					onCancel={ () => setUnlinking( null ) }
					onConfirm={ () => {
						setUnlinking( null );
						void run( 'unlink', () => unlink( unlinking.link ?? 0 ), () => {
							reload();
							return __( 'Unlinked. Both records stay as they are.', 'unopim-connector' );
						} );
					} }
				>
					<p>
						{ __(
							'The connector forgets what it knows of this pair. A later pull recognises the item again by its SKU or code and compares both sides anew.',
							'unopim-connector'
						) }
					</p>
				</Confirm>
			) }
		</Screen>
	);
}

const columns = ( actions: ( row: LinkRow ) => JSX.Element ): Column< LinkRow >[] => [
	{
		name: 'item',
		label: __( 'Shop item', 'unopim-connector' ),
		heads: true,
		cell: ( { title, id } ) => (
			<>
				{ title || '—' } <span className="unopim-kind">#{ id }</span>
			</>
		),
	},
	{ name: 'code', label: __( 'SKU or UnoPim code', 'unopim-connector' ), cell: ( { code } ) => ( code ? <code>{ code }</code> : '—' ) },
	{ name: 'channel', label: __( 'Channel', 'unopim-connector' ), cell: ( { channel } ) => channel || '—' },
	{ name: 'state', label: __( 'State', 'unopim-connector' ), cell: ( { state } ) => linkStateName( state ) },
	{ name: 'pull', label: __( 'Last pull', 'unopim-connector' ), cell: ( { last_pull } ) => siteTime( last_pull ) },
	{ name: 'push', label: __( 'Last push', 'unopim-connector' ), cell: ( { last_push } ) => siteTime( last_push ) },
	{ name: 'actions', label: __( 'Actions', 'unopim-connector' ), cell: actions },
];

/** A product is linked for a channel, so that one has to be chosen. */
function adoptReason( { code, channel }: LinkRow, chosen: string ): string | null {
	if ( code === '' ) {
		return __( 'This product has no SKU.', 'unopim-connector' );
	}
	return channel || chosen ? null : __( 'Choose a channel above first.', 'unopim-connector' );
}
