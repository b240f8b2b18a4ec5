import { SelectControl, TextControl } from '@wordpress/components';
import { useSelect } from '@wordpress/data';
import { useId } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { MODERN } from '../../components/modern';
import { store as catalogStore } from '../../store/catalog';
import { fieldGroups, kindOf, nameOf, targetOf } from './target';
import type { TargetKind } from './target';

interface Props {
	target: string;
	onChange: ( target: string ) => void;
}

/** The kinds whose name is typed; a field is chosen by its own name. */
type Named = Exclude< TargetKind, 'field' >;

/** Where in the shop a row writes: a field of the product, or a kind and a name with the shop's own names as suggestions. */
export function TargetField( { target, onChange }: Props ) {
	const list = useId();
	const targets = useSelect( ( select ) => select( catalogStore ).getTargets(), [] );
	const kind = kindOf( target );
	const named: Record< Named, [ string, string ] > = {
		attribute: [ __( 'Product attribute', 'unopim-connector' ), __( 'Attribute slug', 'unopim-connector' ) ],
		custom: [ __( 'Text attribute of the product', 'unopim-connector' ), __( 'Attribute name', 'unopim-connector' ) ],
		meta: [ __( 'Product meta', 'unopim-connector' ), __( 'Meta key', 'unopim-connector' ) ],
		taxonomy: [ __( 'Taxonomy', 'unopim-connector' ), __( 'Taxonomy name', 'unopim-connector' ) ],
	};
	const choose = ( next: string ) =>
		onChange( next in named ? targetOf( next as Named, kind === 'field' ? '' : nameOf( target ) ) : next );

	return (
		<div className={ kind === 'field' ? undefined : 'unopim-target' }>
			<SelectControl { ...MODERN } label={ __( 'Shop target', 'unopim-connector' ) } value={ kind === 'field' ? target : kind } onChange={ choose }>
				{ ( Object.keys( named ) as Named[] ).map( ( name ) => (
					<option key={ name } value={ name }>
						{ named[ name ][ 0 ] }
					</option>
				) ) }
				{ fieldGroups().map( ( { label, fields } ) => (
					<optgroup key={ label } label={ label }>
						{ fields.map( ( [ name, text ] ) => (
							<option key={ name } value={ name }>
								{ text }
							</option>
						) ) }
					</optgroup>
				) ) }
			</SelectControl>
			{ kind !== 'field' && (
				<>
					<TextControl
						{ ...MODERN }
						label={ named[ kind ][ 1 ] }
						value={ nameOf( target ) }
						onChange={ ( name ) => onChange( targetOf( kind, name ) ) }
						list={ list }
						autoComplete="off"
						spellCheck={ false }
					/>
					<datalist id={ list }>
						{ targets
							.filter( ( known ) => kindOf( known.target ) === kind )
							.map( ( known ) => (
								<option key={ known.target } value={ nameOf( known.target ) }>
									{ known.label }
								</option>
							) ) }
					</datalist>
				</>
			) }
		</div>
	);
}
