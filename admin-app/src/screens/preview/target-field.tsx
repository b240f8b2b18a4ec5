import { SelectControl, TextControl } from '@wordpress/components';
import { useSelect } from '@wordpress/data';
import { useId } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { MODERN } from '../../components/modern';
import { store as catalogStore } from '../../store/catalog';
import { kindOf, nameOf, targetOf } from './target';
import type { TargetKind } from './target';

interface Props {
	target: string;
	onChange: ( target: string ) => void;
}

/** Where in the shop a row writes: a kind and a name, with the shop's own names as suggestions. */
export function TargetField( { target, onChange }: Props ) {
	const list = useId();
	const targets = useSelect( ( select ) => select( catalogStore ).getTargets(), [] );
	const kind = kindOf( target );
	const names: Record< TargetKind, string > = {
		attribute: __( 'Attribute slug', 'unopim-connector' ),
		custom: __( 'Attribute name', 'unopim-connector' ),
		meta: __( 'Meta key', 'unopim-connector' ),
	};
	return (
		<div className="unopim-target">
			<SelectControl
				{ ...MODERN }
				label={ __( 'Shop target', 'unopim-connector' ) }
				value={ kind }
				options={ [
					{ value: 'attribute', label: __( 'Product attribute', 'unopim-connector' ) },
					{ value: 'custom', label: __( 'Text attribute of the product', 'unopim-connector' ) },
					{ value: 'meta', label: __( 'Product meta', 'unopim-connector' ) },
				] }
				onChange={ ( next ) => onChange( targetOf( next as TargetKind, nameOf( target ) ) ) }
			/>
			<TextControl
				{ ...MODERN }
				label={ names[ kind ] }
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
		</div>
	);
}
