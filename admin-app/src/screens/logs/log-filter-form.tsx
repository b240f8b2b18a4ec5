import { Button, SelectControl, TextControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { NO_FILTERS } from '../../api/logs';
import type { LogFilters } from '../../api/logs';
import { ChannelFilter } from '../../components/channel-filter';
import { MODERN } from '../../components/modern';
import { dirs, entities, levels, ops, optionsOf } from '../../text/names';

interface Props {
	filters: LogFilters;
	onApply: ( filters: LogFilters ) => void;
}

/** Filters combine, and act when Apply is pressed. */
export function LogFilterForm( { filters, onApply }: Props ) {
	const [ draft, setDraft ] = useState( filters );
	const set = ( name: keyof LogFilters ) => ( value: string ) => setDraft( { ...draft, [ name ]: value } );
	const choice = ( name: keyof LogFilters, label: string, options: { value: string; label: string }[] ) => (
		<SelectControl { ...MODERN } label={ label } value={ draft[ name ] } options={ options } onChange={ set( name ) } />
	);

	return (
		<form
			className="unopim-card unopim-filters"
			role="search"
			aria-label={ __( 'Filters', 'unopim-connector' ) }
			onSubmit={ ( event ) => {
				event.preventDefault();
				onApply( draft );
			} }
		>
			{ choice( 'level', __( 'Status', 'unopim-connector' ), optionsOf( levels(), __( 'All', 'unopim-connector' ) ) ) }
			{ choice( 'op', __( 'Operation', 'unopim-connector' ), optionsOf( ops(), __( 'All', 'unopim-connector' ) ) ) }
			{ choice( 'entity', __( 'Entity', 'unopim-connector' ), optionsOf( entities(), __( 'All', 'unopim-connector' ) ) ) }
			{ choice( 'dir', __( 'Direction', 'unopim-connector' ), optionsOf( dirs(), __( 'All', 'unopim-connector' ) ) ) }
			<ChannelFilter value={ draft.channel } onChange={ set( 'channel' ) } />
			<TextControl { ...MODERN } type="number" min={ 1 } label={ __( 'Run', 'unopim-connector' ) } value={ draft.run } onChange={ set( 'run' ) } />
			<TextControl { ...MODERN } type="date" label={ __( 'From', 'unopim-connector' ) } value={ draft.from } onChange={ set( 'from' ) } />
			<TextControl { ...MODERN } type="date" label={ __( 'To', 'unopim-connector' ) } value={ draft.to } onChange={ set( 'to' ) } />
			<TextControl { ...MODERN } type="search" label={ __( 'Search', 'unopim-connector' ) } value={ draft.search } onChange={ set( 'search' ) } />
			<div className="unopim-buttons">
				<Button variant="primary" type="submit">
					{ __( 'Apply', 'unopim-connector' ) }
				</Button>
				<Button
					variant="tertiary"
					onClick={ () => {
						setDraft( NO_FILTERS );
						onApply( NO_FILTERS );
					} }
				>
					{ __( 'Clear filters', 'unopim-connector' ) }
				</Button>
			</div>
		</form>
	);
}
