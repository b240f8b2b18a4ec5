import { CheckboxControl, SelectControl, TextControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { fetchOperations } from '../../api/plans';
import { MODERN } from '../../components/modern';
import { QueryList } from '../../components/query-list';
import { Empty } from '../../components/states';
import { useDebounced } from '../../components/use-debounced';
import { useQuery } from '../../components/use-query';
import { entities, operations, optionsOf, outcomes } from '../../text/names';
import { OperationTable } from './operation-table';

interface Props {
	run: number;
	/** Changes when the operations may have. */
	mark: string;
}

/** The operations of a run or a plan, with filters. */
export function OperationList( { run, mark }: Props ) {
	const [ filters, setFilters ] = useState( { action: '', entity: '', outcome: '', search: '' } );
	const [ page, setPage ] = useState( 1 );
	const [ everyField, setEveryField ] = useState( false );
	const search = useDebounced( filters.search, 300 );
	const wanted = { ...filters, search };
	const query = useQuery( () => fetchOperations( run, wanted, page ), JSON.stringify( [ run, wanted, page, mark ] ) );
	const set = ( name: keyof typeof filters ) => ( value: string ) => {
		setFilters( { ...filters, [ name ]: value } );
		setPage( 1 );
	};
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
