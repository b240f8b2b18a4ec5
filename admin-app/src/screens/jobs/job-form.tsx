import { CheckboxControl, SelectControl } from '@wordpress/components';
import { useRef, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { addJob, changeJob } from '../../api/jobs';
import type { Interval, JobChoice, ScheduledJob } from '../../api/jobs';
import { PUSH_ENTITIES } from '../../api/shop';
import type { PushEntity } from '../../api/shop';
import { FormDialog } from '../../components/form-dialog';
import { MODERN } from '../../components/modern';
import { useAction } from '../../components/use-action';
import { intervals } from '../../text/intervals';
import type { Channel } from '../../types/rest';
import { pushNames } from './job-name';

interface Props {
	/** null: a new one. */
	job: ScheduledJob | null;
	channels: Channel[];
	onClose: () => void;
	onSaved: () => void;
}

/** A job of one's own: Pull Changes for a further language of a channel, or a push. */
export function JobForm( { job, channels, onClose, onSaved }: Props ) {
	const [ kind, setKind ] = useState< JobChoice[ 'kind' ] >( job?.kind === 'push' ? 'push' : 'pull_changes' );
	const isPush = kind === 'push';
	const usable = channels.filter( ( { saved, locales } ) => saved && ( isPush || locales.length > 1 ) );
	const [ wanted, setChannel ] = useState( job?.channel ?? '' );
	const channel = usable.some( ( { code } ) => code === wanted ) ? wanted : usable[ 0 ]?.code ?? '';
	const languages = furtherLanguages( channels, channel );
	const [ chosen, setLocale ] = useState( job?.locale ?? '' );
	const locale = languages.some( ( { value } ) => value === chosen ) ? chosen : languages[ 0 ]?.value ?? '';
	const [ entities, setEntities ] = useState< PushEntity[] >( job?.kind === 'push' ? job.entities : [ 'product' ] );
	const [ interval, setInterval ] = useState< Interval >( job && job.interval !== 'minute' ? job.interval : 'hourly' );
	const { busy, problem, run } = useAction();

	const choice: JobChoice = isPush ? { kind, channel, entities, interval } : { kind, channel, locale, interval };
	const opened = useRef( JSON.stringify( choice ) ).current;

	return (
		<FormDialog
			title={ job ? __( 'Edit job', 'unopim-connector' ) : __( 'Add job', 'unopim-connector' ) }
			action={ __( 'Save job', 'unopim-connector' ) }
			reason={ choiceObstacle( choice ) }
			unsaved={ JSON.stringify( choice ) !== opened }
			isBusy={ busy !== null }
			problem={ problem }
			onSave={ () => void run( 'save', () => ( job ? changeJob( job.id, choice ) : addJob( choice ) ), onSaved ) }
			onClose={ onClose }
		>
			<SelectControl
				{ ...MODERN }
				label={ __( 'Job', 'unopim-connector' ) }
				help={
					isPush
						? __( 'Sends what was edited in the shop, for every channel of its site with Push on.', 'unopim-connector' )
						: __( 'Pulls what has changed, in a further language of a channel.', 'unopim-connector' )
				}
				value={ kind }
				disabled={ job !== null }
				options={ [
					{ value: 'pull_changes', label: __( 'Pull Changes', 'unopim-connector' ) },
					{ value: 'push', label: __( 'Push', 'unopim-connector' ) },
				] }
				onChange={ ( next ) => setKind( next as JobChoice[ 'kind' ] ) }
			/>
			<SelectControl
				{ ...MODERN }
				label={ __( 'Channel', 'unopim-connector' ) }
				value={ channel }
				options={ usable.map( ( { code, label } ) => ( { value: code, label: label || code } ) ) }
				onChange={ setChannel }
			/>
			{ isPush ? (
				<fieldset>
					<legend>{ __( 'What is sent', 'unopim-connector' ) }</legend>
					{ PUSH_ENTITIES.map( ( entity ) => (
						<CheckboxControl
							key={ entity }
							__nextHasNoMarginBottom
							label={ pushNames()[ entity ] }
							checked={ entities.includes( entity ) }
							onChange={ ( on ) => setEntities( on ? [ ...entities, entity ] : entities.filter( ( one ) => one !== entity ) ) }
						/>
					) ) }
				</fieldset>
			) : (
				<SelectControl { ...MODERN } label={ __( 'Language', 'unopim-connector' ) } value={ locale } options={ languages } onChange={ setLocale } />
			) }
			<SelectControl
				{ ...MODERN }
				label={ __( 'Interval', 'unopim-connector' ) }
				value={ interval }
				options={ intervals().filter( ( { value } ) => value !== 'disabled' ) }
				onChange={ ( next ) => setInterval( next as Interval ) }
			/>
		</FormDialog>
	);
}

/** Why a job cannot be saved like this; null when it can. */
export function choiceObstacle( choice: JobChoice ): string | null {
	if ( choice.kind === 'push' ) {
		return choice.entities.length === 0 ? __( 'Choose at least one kind of item.', 'unopim-connector' ) : null;
	}
	if ( choice.channel === '' ) {
		return __( 'No channel in use has a further language.', 'unopim-connector' );
	}
	return choice.locale === '' ? __( 'This channel has no further language.', 'unopim-connector' ) : null;
}

/** The channel's own job pulls its default language. */
export function furtherLanguages( channels: Channel[], code: string ): { value: string; label: string }[] {
	const channel = channels.find( ( one ) => one.code === code );
	return ( channel?.locales ?? [] )
		.filter( ( locale ) => locale.code !== channel?.default_locale )
		.map( ( locale ) => ( { value: locale.code, label: locale.label || locale.code } ) );
}
