import { CheckboxControl, SelectControl, TextControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { fetchOperations } from '../../api/plans';
import { MODERN } from '../../components/modern';
import { QueryList } from '../../components/query-list';
import { Empty } from '../../components/states';
import { useDebounced } from '../../components/use-debounced';
import { useFilters } from '../../components/use-filters';
import { useQuery } from '../../components/use-query';
import { entities, operations, optionsOf, outcomes } from '../../text/names';
import { OperationTable } from './operation-table';

export const NO_OPERATION_FILTERS = { action: '', entity: '', outcome: '', search: '' };

interface Props {
	run: number;
	/** Changes when the operations may have. */
	mark: string;
}

/** The operations of a run or a plan, with filters. */
export function OperationList( { run, mark }: Props ) {
	const allowed = { action: Object.keys( operations() ), entity: Object.keys( entities() ), outcome: Object.keys( outcomes() ) };
	const { filters, set: choose, page, setPage } = useFilters( NO_OPERATION_FILTERS, allowed, 'operations' );
	const [ everyField, setEveryField ] = useState( false );
	const search = useDebounced( filters.search, 300 );
	const wanted = { ...filters, search };
	const query = useQuery( () => fetchOperations( run, wanted, page ), JSON.stringify( [ run, wanted, page, mark ] ) );
	const set = ( name: keyof typeof filters ) => ( value: string ) => choose( { [ name ]: value } );
	const all = __( 'All', 'unopim-connector' );

	return (
		<>
			<div className="unopim-filters" role="search" aria-label={ __( 'Filters of the operations', 'unopim-connector' ) }>
				<SelectControl { ...MODERN } label={ __( 'Action', 'unopim-connector' ) } value={ filters.action } options={ optionsOf( operations(), all ) } onChange={ set( 'action' ) } />
				<SelectControl { ...MODERN } label={ __( 'Entity', 'unopim-connector' ) } value={ filters.entity } options={ optionsOf( entities(), all ) } onChange={ set( 'entity' ) } />
				<SelectControl { ...MODERN } label={ __( 'Outcome', 'unopim-connector' ) } value={ filters.outcome } options={ optionsOf( outcomes(), all ) } onChange={ set( 'outcome' ) } />
				<TextControl { ...MODERN } type="search" label={ __( 'SKU or code', 'unopim-connector' ) } value={ filters.search } onChange={ set( 'search' ) } />
				<CheckboxControl { ...MODERN } label={ __( 'Show fields that stay, too', 'unopim-connector' ) } checked={ everyField } onChange={ setEveryField } />
			</div>
			<QueryList query={ query } page={ page } onPage={ setPage } empty={ <Empty title={ __( 'No operation', 'unopim-connector' ) } /> }>
				{ ( rows ) => <OperationTable label={ __( 'Operations', 'unopim-connector' ) } operations={ rows } everyField={ everyField } /> }
			</QueryList>
		</>
	);
}
