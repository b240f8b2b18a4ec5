import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { CategoryPicker } from '../../components/category-picker';
import { categoryText } from '../../text/entry';
import type { Diagnostic } from '../../types/generated';
import type { CatalogCategory, ShopTerm } from '../../types/rest';
import { Diagnostics } from './diagnostics';

interface Props {
	term: ShopTerm;
	depth: number;
	/** The shop has no such category any more: what is mapped to it can only be removed. */
	isLost?: boolean;
	codes?: string[];
	/** UnoPim's categories by code, as far as they are known here. */
	known: ReadonlyMap< string, CatalogCategory >;
	diagnostics: Diagnostic[];
	unsaved: boolean;
	onChange: ( codes: string[] ) => void;
}

/** A category of the shop with the ones of UnoPim that it stands for. The picker is drawn where it is wanted: a tree has many rows. */
export function CategoryRow( { term, depth, isLost = false, codes = [], known, diagnostics, unsaved, onChange }: Props ) {
	const [ picking, setPicking ] = useState( false );
	/* translators: %s: name of a category. */
	const label = sprintf( __( 'UnoPim category for %s', 'unopim-connector' ), term.name );
	return (
		<tr className={ unsaved ? 'is-unsaved' : undefined } data-testid={ `category-${ term.id }` }>
			<th scope="row" style={ { paddingInlineStart: 10 + depth * 20 } }>
				{ depth > 0 && <span aria-hidden="true">└ </span> }
				{ term.name }
			</th>
			<td>
				{ codes.map( ( code ) => (
					<span key={ code } className="unopim-chip">
						{ categoryText( known.get( code ) ?? { code, label: code } ) }
						<Button
							variant="link"
							isDestructive
							onClick={ () => onChange( codes.filter( ( other ) => other !== code ) ) }
							aria-label={ /* translators: 1: code of a category in UnoPim. 2: name of a category. */ sprintf( __( 'Remove %1$s from %2$s', 'unopim-connector' ), code, term.name ) }
						>
							{ __( 'Remove', 'unopim-connector' ) }
						</Button>
					</span>
				) ) }
				{ codes.length === 0 && ! picking && <span className="unopim-kept">{ __( '(unmapped)', 'unopim-connector' ) } </span> }
				{ picking && (
					<CategoryPicker
						label={ label }
						value={ null }
						onChange={ ( code ) => {
							setPicking( false );
							if ( code && ! codes.includes( code ) ) {
								onChange( [ ...codes, code ] );
							}
						} }
					/>
				) }
				{ ! picking && ! isLost && (
					<Button
						variant="link"
						onClick={ () => setPicking( true ) }
						aria-label={ /* translators: %s: name of a category. */ sprintf( __( 'Choose the UnoPim category for %s', 'unopim-connector' ), term.name ) }
					>
						{ __( 'Choose', 'unopim-connector' ) }
					</Button>
				) }
				<Diagnostics list={ diagnostics } />
				{ unsaved && <strong className="unopim-unsaved-word"> { __( 'Unsaved', 'unopim-connector' ) }</strong> }
			</td>
		</tr>
	);
}
