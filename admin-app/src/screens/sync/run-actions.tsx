import { SelectControl, TextControl } from '@wordpress/components';
import { useId, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactNode } from 'react';
import { MODERN } from '../../components/modern';
import { ReasonButton } from '../../components/reason-button';
import type { Job } from '../../types/rest';
import { codesOf } from './blocked';

interface Props {
	channel: string;
	locale: string;
	/** Why nothing can be pulled now. */
	pullReason: string | null;
	pushReason: string;
	busy: boolean;
	onStart: ( job: Job ) => void;
}

type Lists = 'skus' | 'categories' | 'attributes' | 'families';

/** Everything that can be started, each with its preview beside it. */
export function RunActions( { channel, locale, pullReason, pushReason, busy, onStart }: Props ) {
	const [ list, setList ] = useState< Lists >( 'skus' );
	const [ text, setText ] = useState( '' );
	const codes = codesOf( text );
	const scope = { channel, locale };
	const wait = busy ? __( 'A run is being started.', 'unopim-connector' ) : null;
	const reason = pullReason ?? wait;
	const oneReason = reason ?? ( codes.length === 0 ? __( 'Name at least one SKU or code.', 'unopim-connector' ) : null );

	return (
		<>
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
			<section className="unopim-card" aria-label={ __( 'Push', 'unopim-connector' ) }>
				<h3>{ __( 'From the shop to UnoPim', 'unopim-connector' ) }</h3>
				<p className="description">{ pushReason }</p>
				<div className="unopim-buttons">
					{ [
						__( 'Push All Products', 'unopim-connector' ),
						__( 'Push All Categories', 'unopim-connector' ),
						__( 'Push All Attributes', 'unopim-connector' ),
						__( 'Push One', 'unopim-connector' ),
					].map( ( name ) => (
						<ReasonButton key={ name } variant="secondary" reason={ pushReason } onClick={ () => undefined }>
							{ name }
						</ReasonButton>
					) ) }
				</div>
			</section>
		</>
	);
}

interface TaskProps {
	name: string;
	text: string;
	job: Job;
	reason: string | null;
	primary?: boolean;
	onStart: ( job: Job ) => void;
	children?: ReactNode;
}

function Task( { name, text, job, reason, primary = false, onStart, children }: TaskProps ) {
	const id = useId();
	return (
		<div className="unopim-task" role="group" aria-labelledby={ id }>
			<div>
				<strong id={ id }>{ name }</strong>
				<p className="description">{ text }</p>
				{ children }
			</div>
			<div className="unopim-buttons">
				<ReasonButton variant={ primary ? 'primary' : 'secondary' } reason={ reason } onClick={ () => onStart( job ) }>
					{ name }
				</ReasonButton>
				<ReasonButton variant="tertiary" reason={ reason } onClick={ () => onStart( { ...job, dry: true } ) }>
					{ __( 'Preview', 'unopim-connector' ) }
				</ReasonButton>
			</div>
		</div>
	);
}
