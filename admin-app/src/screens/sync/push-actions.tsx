import { SelectControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { PUSH_ENTITIES } from '../../api/shop';
import type { PushEntity, ShopItem } from '../../api/shop';
import { Link } from '../../components/link';
import { MODERN } from '../../components/modern';
import { ShopItemPicker } from '../../components/shop-item-picker';
import { entityName, jobName } from '../../text/names';
import type { Channel, Job } from '../../types/rest';
import { Task } from './task';

interface Props {
	/** Those that it goes out for, by priority. */
	channels: Channel[];
	/** Why nothing can be pushed now. */
	reason: string | null;
	onStart: ( job: Job ) => void;
}

/** Every push that can be started. */
export function PushActions( { channels, reason, onStart }: Props ) {
	const [ entity, setEntity ] = useState< PushEntity >( 'product' );
	const [ item, setItem ] = useState< ShopItem | null >( null );
	const scope = { kind: 'push', channel: channels[ 0 ]?.code ?? '', locale: channels[ 0 ]?.default_locale ?? '' } as const;
	const names = channels.map( ( { code, label } ) => label || code ).join( ', ' );
	const mirrors = channels.filter( ( { mirror } ) => mirror ).map( ( { code, label } ) => label || code );

	return (
		<section className="unopim-card" aria-label={ __( 'Push', 'unopim-connector' ) }>
			<h3>{ __( 'From the shop to UnoPim', 'unopim-connector' ) }</h3>
			<p className="description" data-testid="push-channels">
				{ names === ''
					? reason
					: /* translators: %s: names of channels. */ sprintf( __( 'Goes out for every channel with Push on: %s. What was not edited in the shop is not sent.', 'unopim-connector' ), names ) }{ ' ' }
				{ names === '' && <Link to="/channels">{ __( 'Open Channels & Stores', 'unopim-connector' ) }</Link> }
			</p>
			{ mirrors.length > 0 && (
				<p className="description">
					{ sprintf(
						/* translators: %s: names of channels. */
						__( 'Mirror is on for %s: linked products are not pushed there, only those that UnoPim lacks.', 'unopim-connector' ),
						mirrors.join( ', ' )
					) }
				</p>
			) }
			{ PUSH_ENTITIES.map( ( one ) => {
				const job: Job = { ...scope, scope: 'all', entities: [ one ] };
				return <Task key={ one } name={ jobName( job ) } text={ allText( one ) } job={ job } reason={ reason } onStart={ onStart } />;
			} ) }
			<Task
				name={ __( 'Push One', 'unopim-connector' ) }
				text={ __( 'One item of the shop; a product with its variations.', 'unopim-connector' ) }
				job={ { ...scope, scope: 'one', ids: item ? { [ entity ]: [ item.id ] } : {} } }
				reason={ reason ?? ( item ? null : __( 'Choose an item of the shop.', 'unopim-connector' ) ) }
				onStart={ onStart }
			>
				{ reason === null && (
					<div className="unopim-toolbar">
						<SelectControl
							{ ...MODERN }
							label={ __( 'Kind of the item', 'unopim-connector' ) }
							value={ entity }
							options={ PUSH_ENTITIES.map( ( value ) => ( { value, label: entityName( value ) } ) ) }
							onChange={ ( next ) => {
								setEntity( next as PushEntity );
								setItem( null );
							} }
						/>
						<ShopItemPicker key={ entity } label={ __( 'Item of the shop', 'unopim-connector' ) } entity={ entity } value={ item } onChange={ setItem } />
					</div>
				) }
			</Task>
		</section>
	);
}

function allText( entity: PushEntity ): string {
	if ( entity === 'product' ) {
		return __( 'Products edited in the shop, or not in UnoPim yet, with the options and categories they need.', 'unopim-connector' );
	}
	return entity === 'category'
		? __( 'Product categories edited in the shop, or not in UnoPim yet.', 'unopim-connector' )
		: __( 'Product attributes and their terms that UnoPim lacks. Only UnoPim itself adds an attribute to a family.', 'unopim-connector' );
}
