import { SelectControl, TextControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { MODERN } from '../../components/modern';
import type { Job } from '../../types/rest';
import { codesOf } from './blocked';
import { Task } from './task';

interface Props {
	channel: string;
	locale: string;
	/** Why nothing can be pulled now. */
	reason: string | null;
	onStart: ( job: Job ) => void;
}

type Lists = 'skus' | 'categories' | 'attributes' | 'families';

/** Every pull that can be started. */
export function PullActions( { channel, locale, reason, onStart }: Props ) {
	const [ list, setList ] = useState< Lists >( 'skus' );
	const [ text, setText ] = useState( '' );
	const codes = codesOf( text );
	const scope = { channel, locale };
	const oneReason = reason ?? ( codes.length === 0 ? __( 'Name at least one SKU or code.', 'unopim-connector' ) : null );

	return (
		<section className="unopim-card" aria-label={ __( 'Pull', 'unopim-connector' ) }>
			<h3>{ __( 'From UnoPim into the shop', 'unopim-connector' ) }</h3>
			<Task
				name={ __( 'Pull Full', 'unopim-connector' ) }
				text={ __( 'Everything that is mapped, with complete listings; what is gone from UnoPim is considered. You may close this page: the site finishes the run by itself.', 'unopim-connector' ) }
				primary
				job={ { kind: 'pull', scope: 'full', ...scope } }
				reason={ reason }
				onStart={ onStart }
			/>
			<Task
				name={ __( 'Pull Changes', 'unopim-connector' ) }
				text={ __( 'What has changed in UnoPim since the last successful pull.', 'unopim-connector' ) }
				job={ { kind: 'pull', scope: 'changes', ...scope } }
				reason={ reason }
				onStart={ onStart }
			/>
			<Task
				name={ __( 'Pull One', 'unopim-connector' ) }
				text={ __( 'The items you name, with their variants.', 'unopim-connector' ) }
				job={ { kind: 'pull', scope: 'one', ...scope, [ list ]: codes } }
				reason={ oneReason }
				onStart={ onStart }
			>
				<div className="unopim-toolbar">
					<SelectControl
						{ ...MODERN }
						label={ __( 'Kind', 'unopim-connector' ) }
						value={ list }
						options={ [
							{ value: 'skus', label: __( 'Product', 'unopim-connector' ) },
							{ value: 'categories', label: __( 'Category', 'unopim-connector' ) },
							{ value: 'attributes', label: __( 'Attribute', 'unopim-connector' ) },
							{ value: 'families', label: __( 'Family', 'unopim-connector' ) },
						] }
						onChange={ ( next ) => setList( next as Lists ) }
					/>
					<TextControl
						{ ...MODERN }
						label={ list === 'skus' ? __( 'SKU', 'unopim-connector' ) : __( 'Code', 'unopim-connector' ) }
						placeholder={ __( 'Several are separated by commas', 'unopim-connector' ) }
						value={ text }
						onChange={ setText }
					/>
				</div>
			</Task>
			<Task
				name={ __( 'Check deletions', 'unopim-connector' ) }
				text={ __( 'Lists all SKUs and codes of UnoPim and treats what is gone as On-delete says.', 'unopim-connector' ) }
				job={ { kind: 'deletions', ...scope } }
				reason={ reason }
				onStart={ onStart }
			/>
		</section>
	);
}
