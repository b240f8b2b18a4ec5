import { Button, CheckboxControl, SelectControl, TextControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { FormEvent } from 'react';
import { CategoryPicker } from '../../components/category-picker';
import { MODERN } from '../../components/modern';
import { ReasonButton } from '../../components/reason-button';
import type { Reference, TaxonomyDef } from '../../types/generated';

interface Props {
	taxonomies: TaxonomyDef[];
	references: Reference[];
	onTaxonomies: ( taxonomies: TaxonomyDef[] ) => void;
	onReferences: ( references: Reference[] ) => void;
}

/** Category subtrees that are no categories in the shop but brands, collections or the like. */
export function References( { taxonomies, references, onTaxonomies, onReferences }: Props ) {
	const [ slug, setSlug ] = useState( '' );
	const [ name, setName ] = useState( '' );
	const [ hierarchical, setHierarchical ] = useState( false );
	const [ category, setCategory ] = useState< string | null >( null );
	const [ taxonomy, setTaxonomy ] = useState( 'product_brand' );

	const addTaxonomy = ( event: FormEvent ) => {
		event.preventDefault();
		onTaxonomies( [ ...taxonomies, { taxonomy: slug.trim(), name: name.trim(), hierarchical } ] );
		setSlug( '' );
		setName( '' );
	};
	const addReference = ( event: FormEvent ) => {
		event.preventDefault();
		if ( category ) {
			onReferences( [ ...references, { taxonomy, category } ] );
			setCategory( null );
		}
	};

	return (
		<details className="unopim-part" data-testid="references">
			<summary>{ __( 'Reference entities', 'unopim-connector' ) }</summary>
			<p className="description">
				{ __( 'A subtree of UnoPim’s categories can become the terms of a taxonomy, such as brands; it is left out of the product categories then.', 'unopim-connector' ) }
			</p>
			<ul>
				{ references.map( ( { taxonomy: to, category: from }, index ) => (
					<li key={ from }>
						<code>{ from }</code> → <code>{ to }</code>{ ' ' }
						<Button
							variant="link"
							isDestructive
							aria-label={ /* translators: %s: code of a category. */ sprintf( __( 'Remove the subtree %s', 'unopim-connector' ), from ) }
							onClick={ () => onReferences( references.filter( ( _one, position ) => position !== index ) ) }
						>
							{ __( 'Remove', 'unopim-connector' ) }
						</Button>
					</li>
				) ) }
			</ul>
			<form className="unopim-toolbar" onSubmit={ addReference }>
				<CategoryPicker label={ __( 'Top of the subtree', 'unopim-connector' ) } value={ category } onChange={ setCategory } />
				<SelectControl
					{ ...MODERN }
					label={ __( 'Taxonomy', 'unopim-connector' ) }
					value={ taxonomy }
					options={ [
						{ value: 'product_brand', label: __( 'Brands (WooCommerce)', 'unopim-connector' ) },
						...taxonomies.map( ( one ) => ( { value: one.taxonomy, label: one.name || one.taxonomy } ) ),
					] }
					onChange={ setTaxonomy }
				/>
				<ReasonButton variant="secondary" type="submit" reason={ category ? null : __( 'Choose the top of the subtree.', 'unopim-connector' ) }>
					{ __( 'Add subtree', 'unopim-connector' ) }
				</ReasonButton>
			</form>
			<h3>{ __( 'Taxonomies registered by the connector', 'unopim-connector' ) }</h3>
			<ul>
				{ taxonomies.map( ( one, index ) => (
					<li key={ one.taxonomy }>
						{ one.name } <code>{ one.taxonomy }</code> { one.hierarchical ? __( 'with parents', 'unopim-connector' ) : __( 'flat', 'unopim-connector' ) }{ ' ' }
						<Button
							variant="link"
							isDestructive
							aria-label={ /* translators: %s: name of a taxonomy. */ sprintf( __( 'Remove the taxonomy %s', 'unopim-connector' ), one.name ) }
							onClick={ () => onTaxonomies( taxonomies.filter( ( _one, position ) => position !== index ) ) }
						>
							{ __( 'Remove', 'unopim-connector' ) }
						</Button>
					</li>
				) ) }
			</ul>
			<form className="unopim-toolbar" onSubmit={ addTaxonomy }>
				<TextControl { ...MODERN } label={ __( 'Taxonomy name', 'unopim-connector' ) } value={ slug } onChange={ setSlug } help={ __( 'Small letters and _, such as product_collection', 'unopim-connector' ) } spellCheck={ false } />
				<TextControl { ...MODERN } label={ __( 'Label', 'unopim-connector' ) } value={ name } onChange={ setName } />
				<CheckboxControl __nextHasNoMarginBottom label={ __( 'Terms have parents', 'unopim-connector' ) } checked={ hierarchical } onChange={ setHierarchical } />
				<ReasonButton variant="secondary" type="submit" reason={ slug.trim() === '' || name.trim() === '' ? __( 'Give the taxonomy a name and a label.', 'unopim-connector' ) : null }>
					{ __( 'Add taxonomy', 'unopim-connector' ) }
				</ReasonButton>
			</form>
		</details>
	);
}
