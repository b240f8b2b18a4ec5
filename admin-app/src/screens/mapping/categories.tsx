import { Button, SelectControl, TextControl } from '@wordpress/components';
import { useDispatch, useSelect } from '@wordpress/data';
import { useMemo, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { fetchCategories } from '../../api/catalog';
import { fetchTerms } from '../../api/mapping';
import { MODERN } from '../../components/modern';
import { Pager } from '../../components/pager';
import { ProblemNotice } from '../../components/problem-notice';
import { Empty, Loading } from '../../components/states';
import { useQuery } from '../../components/use-query';
import { store as mappingStore } from '../../store/mapping';
import { store as previewStore } from '../../store/preview';
import type { Diagnostic } from '../../types/generated';
import { Associations } from './associations';
import { CategoryFields } from './category-fields';
import { CategoryRow } from './category-row';
import { MappingFrame } from './frame';
import { References } from './references';
import { codesByTerm, lostRows, searchTree, treeOf, withCodes } from './tree';
import { useMapping } from './use-mapping';

const PER_PAGE = 100;
const NO_ROWS: Record< string, number > = {};

/* translators: %d: number of a category. */
const lostName = ( id: number ) => sprintf( __( 'Category %d, which the shop has no more', 'unopim-connector' ), id );

/** What the engine says about the categories of UnoPim that a row names. */
const told = ( diagnostics: ReadonlyMap< string, Diagnostic[] >, channel: string, codes: string[] = [] ) =>
	codes.flatMap( ( code ) => diagnostics.get( `categories.${ channel }.${ code }` ) ?? [] );

/** The shop's category tree on one side, UnoPim's categories on the other. */
export default function CategoriesScreen() {
	const state = useMapping();
	const { channels, channel, locale, mapping } = state;
	const saved = useSelect( ( select ) => select( mappingStore ).getSaved(), [] );
	const diagnostics = useSelect( ( select ) => select( previewStore ).getDiagnostics(), [] );
	const { edit } = useDispatch( mappingStore );
	const [ refreshes, setRefreshes ] = useState( 0 );
	const [ search, setSearch ] = useState( '' );
	const [ wanted, setPage ] = useState( 1 );
	const terms = useQuery( fetchTerms, String( refreshes ) );

	const rows = mapping?.categories[ channel ] ?? NO_ROWS;
	const codes = useMemo( () => codesByTerm( rows ), [ rows ] );
	const before = useMemo( () => codesByTerm( saved?.categories[ channel ] ?? NO_ROWS ), [ saved, channel ] );
	const tree = useMemo( () => ( terms.data ? [ ...treeOf( terms.data ), ...lostRows( terms.data, codes, lostName ) ] : [] ), [ terms.data, codes ] );
	const found = useMemo( () => searchTree( tree, search, ( id ) => codes.get( id ) ?? [] ), [ tree, search, codes ] );
	const pages = Math.max( 1, Math.ceil( found.length / PER_PAGE ) );
	const page = Math.min( wanted, pages );
	const shown = found.slice( ( page - 1 ) * PER_PAGE, page * PER_PAGE );

	const named = shown.flatMap( ( { term } ) => codes.get( term.id ) ?? [] ).slice( 0, PER_PAGE );
	const entries = useQuery( () => fetchCategories( named ), `${ named }/${ refreshes }` );
	const known = useMemo( () => new Map( entries.data?.map( ( entry ) => [ entry.code, entry ] ) ), [ entries.data ] );

	const take = ( term: number, list: string[] ) =>
		edit( { categories: { ...mapping?.categories, [ channel ]: withCodes( rows, term, list ) } } );

	return (
		<MappingFrame
			title={ __( 'Categories', 'unopim-connector' ) }
			description={ __(
				'Which UnoPim category stands for which category of the shop. What is not mapped is matched by its slug or name, or created if the channel allows it.',
				'unopim-connector'
			) }
			state={ state }
			toolbar={
				<div className="unopim-toolbar">
					<SelectControl
						{ ...MODERN }
						label={ __( 'Channel', 'unopim-connector' ) }
						value={ channel }
						options={ ( channels ?? [] ).map( ( { code, label } ) => ( { value: code, label: label || code } ) ) }
						onChange={ ( next ) => state.choose( { channel: next, locale } ) }
					/>
					<TextControl
						{ ...MODERN }
						label={ __( 'Search categories', 'unopim-connector' ) }
						type="search"
						value={ search }
						onChange={ ( text ) => {
							setSearch( text );
							setPage( 1 );
						} }
					/>
				</div>
			}
			clear={ {
				question: __( 'All category rows of this channel are emptied.', 'unopim-connector' ),
				parts: { categories: { ...mapping?.categories, [ channel ]: {} } },
			} }
			refreshes={ refreshes }
			onRefresh={ () => setRefreshes( refreshes + 1 ) }
		>
			{ ( document ) => (
				<>
					{ terms.problem && <ProblemNotice problem={ terms.problem } onRetry={ () => terms.reload() } /> }
					{ ! terms.data && ! terms.problem && <Loading /> }
					{ terms.data && found.length === 0 && (
						<Empty
							title={ __( 'No category found.', 'unopim-connector' ) }
							action={
								search !== '' && (
									<Button variant="link" onClick={ () => setSearch( '' ) }>
										{ __( 'Show all categories', 'unopim-connector' ) }
									</Button>
								)
							}
						/>
					) }
					{ shown.length > 0 && (
						<table className="widefat unopim-categories">
							<thead>
								<tr>
									<th scope="col">{ __( 'Category of the shop', 'unopim-connector' ) }</th>
									<th scope="col">{ __( 'UnoPim category', 'unopim-connector' ) }</th>
								</tr>
							</thead>
							<tbody>
								{ shown.map( ( { term, depth, isLost } ) => (
									<CategoryRow
										key={ term.id }
										term={ term }
										depth={ depth }
										isLost={ isLost }
										codes={ codes.get( term.id ) }
										known={ known }
										diagnostics={ told( diagnostics, channel, codes.get( term.id ) ) }
										unsaved={ String( codes.get( term.id ) ?? '' ) !== String( before.get( term.id ) ?? '' ) }
										onChange={ ( list ) => take( term.id, list ) }
									/>
								) ) }
							</tbody>
						</table>
					) }
					{ pages > 1 && <Pager shown={ shown.length } total={ found.length } page={ page } pages={ pages } onPage={ setPage } /> }
					<CategoryFields
						fields={ document.category_fields ?? {} }
						saved={ saved?.category_fields ?? {} }
						diagnostics={ diagnostics }
						onChange={ ( category_fields ) => edit( { category_fields } ) }
					/>
					<Associations
						associations={ document.associations }
						saved={ saved?.associations }
						diagnostics={ diagnostics }
						onChange={ ( associations ) => edit( { associations } ) }
					/>
					<References
						taxonomies={ document.taxonomies ?? [] }
						references={ document.references?.[ channel ] ?? [] }
						onTaxonomies={ ( taxonomies ) => edit( { taxonomies } ) }
						onReferences={ ( list ) => edit( { references: { ...document.references, [ channel ]: list } } ) }
					/>
				</>
			) }
		</MappingFrame>
	);
}
