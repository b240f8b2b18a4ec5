import { Button, Modal, SelectControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { addJob, changeJob } from '../../api/jobs';
import type { Interval, ScheduledJob } from '../../api/jobs';
import { MODERN } from '../../components/modern';
import { ProblemNotice } from '../../components/problem-notice';
import { ReasonButton } from '../../components/reason-button';
import { useAction } from '../../components/use-action';
import { intervals } from '../../text/intervals';
import type { Channel } from '../../types/rest';

interface Props {
	/** null: a new one. */
	job: ScheduledJob | null;
	channels: Channel[];
	onClose: () => void;
	onSaved: () => void;
}

/** A job of one's own: Pull Changes for a further language of a channel. */
export function JobForm( { job, channels, onClose, onSaved }: Props ) {
	const usable = channels.filter( ( { saved, locales } ) => saved && locales.length > 1 );
	const [ channel, setChannel ] = useState( job?.channel ?? usable[ 0 ]?.code ?? '' );
	const languages = furtherLanguages( channels, channel );
	const [ locale, setLocale ] = useState( job?.locale ?? languages[ 0 ]?.value ?? '' );
	const [ interval, setInterval ] = useState< Interval >( job && job.interval !== 'minute' ? job.interval : 'hourly' );
	const { busy, problem, run } = useAction();

	const save = () => void run( 'save', () => ( job ? changeJob( job.id, { channel, locale, interval } ) : addJob( { channel, locale, interval } ) ), onSaved );

	return (
		<Modal title={ job ? __( 'Edit job', 'unopim-connector' ) : __( 'Add job', 'unopim-connector' ) } onRequestClose={ onClose } className="unopim-confirm">
			<form
				className="unopim-stack"
				onSubmit={ ( event ) => {
					event.preventDefault();
					save();
				} }
			>
				<p>{ __( 'Pulls what has changed, in a further language of a channel.', 'unopim-connector' ) }</p>
				{ problem && <ProblemNotice problem={ problem } /> }
				<SelectControl
					{ ...MODERN }
					label={ __( 'Channel', 'unopim-connector' ) }
					value={ channel }
					options={ usable.map( ( { code, label } ) => ( { value: code, label: label || code } ) ) }
					onChange={ ( next ) => {
						setChannel( next );
						setLocale( furtherLanguages( channels, next )[ 0 ]?.value ?? '' );
					} }
				/>
				<SelectControl { ...MODERN } label={ __( 'Language', 'unopim-connector' ) } value={ locale } options={ languages } onChange={ setLocale } />
				<SelectControl
					{ ...MODERN }
					label={ __( 'Interval', 'unopim-connector' ) }
					value={ interval }
					options={ intervals().filter( ( { value } ) => value !== 'disabled' ) }
					onChange={ ( next ) => setInterval( next as Interval ) }
				/>
				<div className="unopim-buttons">
					<ReasonButton
						variant="primary"
						reason={ locale === '' ? __( 'This channel has no further language.', 'unopim-connector' ) : null }
						isBusy={ busy !== null }
						onClick={ save }
					>
						{ __( 'Save job', 'unopim-connector' ) }
					</ReasonButton>
					<Button variant="tertiary" onClick={ onClose }>
						{ __( 'Close', 'unopim-connector' ) }
					</Button>
				</div>
			</form>
		</Modal>
	);
}

/** The channel's own job pulls its default language. */
export function furtherLanguages( channels: Channel[], code: string ): { value: string; label: string }[] {
	const channel = channels.find( ( one ) => one.code === code );
	return ( channel?.locales ?? [] )
		.filter( ( locale ) => locale.code !== channel?.default_locale )
		.map( ( locale ) => ( { value: locale.code, label: locale.label || locale.code } ) );
}
