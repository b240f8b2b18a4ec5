import { Button, SelectControl, TextControl, ToggleControl } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import type { DragEvent } from 'react';
import type { NetworkSite } from '../../api/catalog';
import { MODERN } from '../../components/modern';
import { intervals } from '../../text/intervals';
import type { Channel, ChannelSettings, SiteLanguages } from '../../types/rest';
import { LONGEST_COOLDOWN } from './draft';
import { LanguagesOfSite } from './languages-of-site';

interface Props {
	channel: Channel;
	unsaved: boolean;
	place: number;
	count: number;
	disabled: boolean;
	/** Sites of the network; none on a single site. */
	sites: NetworkSite[];
	/** Where the site has several languages. */
	languages?: SiteLanguages | undefined;
	onChange: ( changes: Partial< ChannelSettings > ) => void;
	onMove: ( to: number ) => void;
	onDrag: ( drag: 'start' | 'over' | 'drop' | 'end' ) => void;
	dropsHere: boolean;
}

/** One channel with every control; its place among the others is its priority. */
export function ChannelRow( { channel, unsaved, place, count, disabled, sites, languages, onChange, onMove, onDrag, dropsHere }: Props ) {
	const name = channel.label || channel.code;
	const start = ( event: DragEvent ) => {
		event.dataTransfer.setData( 'text/plain', channel.code ); // Firefox drags nothing without data.
		onDrag( 'start' );
	};
	const over = ( event: DragEvent ) => {
		event.preventDefault();
		onDrag( 'over' );
	};
	const drop = ( event: DragEvent ) => {
		event.preventDefault();
		onDrag( 'drop' );
	};

	return (
		<li
			className={ [ 'unopim-card', 'unopim-channel', unsaved && 'is-unsaved', dropsHere && 'is-target' ].filter( Boolean ).join( ' ' ) }
			data-testid={ `channel-${ channel.code }` }
			onDragOver={ over }
			onDrop={ drop }
		>
			<div className="unopim-channel-head">
				{ count > 1 && (
					<span
						className="unopim-handle dashicons dashicons-move"
						draggable={ ! disabled }
						onDragStart={ start }
						onDragEnd={ () => onDrag( 'end' ) }
						aria-hidden="true"
					/>
				) }
				<h2>
					{ name } <code>{ channel.code }</code>
				</h2>
				{ channel.missing && <span className="unopim-badge is-failed">{ __( 'Missing', 'unopim-connector' ) }</span> }
				{ ! channel.saved && <span className="unopim-badge">{ __( 'Not in use yet', 'unopim-connector' ) }</span> }
				{ unsaved && channel.saved && <span className="unopim-badge is-waiting">{ __( 'Unsaved', 'unopim-connector' ) }</span> }
				{ count > 1 && (
					<span className="unopim-buttons unopim-move">
						<Button
							icon="arrow-up-alt2"
							/* translators: %s: name of a channel. */
							label={ sprintf( __( 'Move “%s” up', 'unopim-connector' ), name ) }
							disabled={ disabled || place === 0 }
							onClick={ () => onMove( place - 1 ) }
						/>
						<Button
							icon="arrow-down-alt2"
							/* translators: %s: name of a channel. */
							label={ sprintf( __( 'Move “%s” down', 'unopim-connector' ), name ) }
							disabled={ disabled || place === count - 1 }
							onClick={ () => onMove( place + 1 ) }
						/>
					</span>
				) }
			</div>
			{ channel.missing && (
				<p className="unopim-error">
					{ __( 'UnoPim has this channel no more. Its runs stop until it is there again.', 'unopim-connector' ) }
				</p>
			) }
			<p className="description">{ definition( channel ) }</p>
			{ languages && <LanguagesOfSite languages={ languages } defaultLocale={ channel.default_locale } /> }
			<fieldset className="unopim-controls" disabled={ disabled }>
				<legend className="screen-reader-text">{ name }</legend>
				{ channel.site !== undefined && sites.length > 0 && (
					<SelectControl
						{ ...MODERN }
						label={ __( 'Site', 'unopim-connector' ) }
						help={ __( 'Every write of this channel goes to this site.', 'unopim-connector' ) }
						value={ String( channel.site ) }
						options={ sites.map( siteOption ) }
						onChange={ ( site ) => onChange( { site: Number( site ) } ) }
					/>
				) }
				<ToggleControl
					{ ...MODERN }
					label={ __( 'Pull enabled', 'unopim-connector' ) }
					help={ __( 'Off: nothing from UnoPim reaches the shop for this channel, by any path.', 'unopim-connector' ) }
					checked={ channel.pull }
					onChange={ ( pull ) => onChange( { pull } ) }
				/>
				<ToggleControl
					{ ...MODERN }
					label={ __( 'Push enabled', 'unopim-connector' ) }
					help={ __( 'Off: nothing leaves the shop, saving by hand included. Keep it off during the first import.', 'unopim-connector' ) }
					checked={ channel.push }
					onChange={ ( push ) => onChange( { push } ) }
				/>
				<SelectControl
					{ ...MODERN }
					label={ __( 'Sync interval', 'unopim-connector' ) }
					help={ __( 'How often Pull Changes runs by itself.', 'unopim-connector' ) }
					value={ channel.interval }
					options={ intervals() }
					onChange={ ( interval ) => onChange( { interval: interval as ChannelSettings[ 'interval' ] } ) }
				/>
				<TextControl
					{ ...MODERN }
					type="number"
					min={ 0 }
					max={ LONGEST_COOLDOWN }
					label={ __( 'Cooldown seconds', 'unopim-connector' ) }
					help={ __( '0 to 3600. After one direction has written an item, the other waits this long.', 'unopim-connector' ) }
					value={ Number.isNaN( channel.cooldown ) ? '' : String( channel.cooldown ) }
					onChange={ ( value ) => onChange( { cooldown: value === '' ? NaN : Number( value ) } ) }
				/>
				<SelectControl
					{ ...MODERN }
					label={ __( 'Default locale', 'unopim-connector' ) }
					help={ __( 'The language used without a translation plugin.', 'unopim-connector' ) }
					value={ channel.default_locale }
					options={ known( channel.locales.map( ( { code, label } ) => ( { value: code, label: label || code } ) ), channel.default_locale ) }
					onChange={ ( default_locale ) => onChange( { default_locale } ) }
				/>
				<SelectControl
					{ ...MODERN }
					label={ __( 'Price currency', 'unopim-connector' ) }
					help={ __( 'If the channel does not have the shop’s currency, prices are written only once one is chosen.', 'unopim-connector' ) }
					value={ channel.price_currency }
					options={ [
						{ value: '', label: __( 'The shop’s currency', 'unopim-connector' ) },
						...known( channel.currencies.map( ( code ) => ( { value: code, label: code } ) ), channel.price_currency ),
					] }
					onChange={ ( price_currency ) => onChange( { price_currency } ) }
				/>
				<SelectControl
					{ ...MODERN }
					label={ __( 'Conflict policy', 'unopim-connector' ) }
					help={ __( 'What happens to a field that both sides have changed differently.', 'unopim-connector' ) }
					value={ channel.conflict_policy }
					options={ [
						{ value: 'unopim', label: __( 'UnoPim wins', 'unopim-connector' ) },
						{ value: 'woocommerce', label: __( 'WooCommerce wins', 'unopim-connector' ) },
						{ value: 'review', label: __( 'Hold for review', 'unopim-connector' ) },
					] }
					onChange={ ( policy ) => onChange( { conflict_policy: policy as ChannelSettings[ 'conflict_policy' ] } ) }
				/>
				<ToggleControl
					{ ...MODERN }
					label={ __( 'Mirror', 'unopim-connector' ) }
					help={ __( 'On: each pull writes UnoPim’s value of every mapped field, whoever changed it. Edits made in the shop are lost; stock is exempt.', 'unopim-connector' ) }
					checked={ channel.mirror }
					onChange={ ( mirror ) => onChange( { mirror } ) }
				/>
				<ToggleControl
					{ ...MODERN }
					label={ __( 'Push images', 'unopim-connector' ) }
					help={ __( 'On: images go out with a pushed product.', 'unopim-connector' ) }
					checked={ channel.push_images }
					onChange={ ( push_images ) => onChange( { push_images } ) }
				/>
				<ToggleControl
					{ ...MODERN }
					label={ __( 'Only products under the channel’s root category', 'unopim-connector' ) }
					help={ __( 'On: products outside are not created, and linked ones that leave become drafts.', 'unopim-connector' ) }
					checked={ channel.root_only }
					onChange={ ( root_only ) => onChange( { root_only } ) }
				/>
				<ToggleControl
					{ ...MODERN }
					label={ __( 'Create missing categories', 'unopim-connector' ) }
					help={ __( 'Off: only mapped or linked categories are used.', 'unopim-connector' ) }
					checked={ channel.create_categories }
					onChange={ ( create_categories ) => onChange( { create_categories } ) }
				/>
			</fieldset>
		</li>
	);
}

/** What UnoPim says; it is changed there and then refreshed here. */
function definition( { locales, currencies, root_category }: Channel ): string {
	const languages = locales.map( ( { code } ) => code ).join( ', ' ) || '—';
	return sprintf(
		/* translators: 1: list of languages. 2: list of currencies. 3: code of a category. */
		__( 'Languages: %1$s. Currencies: %2$s. Root category: %3$s.', 'unopim-connector' ),
		languages,
		currencies.join( ', ' ) || '—',
		root_category ?? '—'
	);
}

/** A site that cannot be chosen says why. */
const siteOption = ( { id, name, own, reason }: NetworkSite ) => ( {
	value: own ? '0' : String( id ),
	label: reason ? `${ name } (${ reason })` : own ? /* translators: %s: name of a site. */ sprintf( __( '%s (this site)', 'unopim-connector' ), name ) : name,
	disabled: reason !== null,
} );

interface Option {
	value: string;
	label: string;
}

/** The options, the chosen one among them even if UnoPim has it no more. */
const known = ( options: Option[], chosen: string ): Option[] =>
	chosen === '' || options.some( ( { value } ) => value === chosen )
		? options
		: [
				{
					value: chosen,
					/* translators: %s: code of a language or currency. */
					label: sprintf( __( '%s (gone from UnoPim)', 'unopim-connector' ), chosen ),
				},
				...options,
		  ];
