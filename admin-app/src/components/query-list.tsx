import type { ReactNode } from 'react';
import type { Page } from '../api/request';
import { Pager } from './pager';
import { ProblemNotice } from './problem-notice';
import { Loading } from './states';
import type { Query } from './use-query';

interface Props< Row > {
	query: Query< Page< Row > >;
	page: number;
	onPage: ( page: number ) => void;
	/** What stands in place of the rows where there are none. */
	empty: ReactNode;
	children: ( rows: Row[] ) => ReactNode;
}

/** A list in all its states: on its way, refused, empty, or a page of rows with the way to the others. */
export function QueryList< Row >( { query, page, onPage, empty, children }: Props< Row > ) {
	const { data, problem, reload } = query;
	return (
		<>
			{ problem && <ProblemNotice problem={ problem } onRetry={ () => reload() } /> }
			{ ! data && ! problem && <Loading /> }
			{ data && (
				<>
					<Pager shown={ data.rows.length } total={ data.total } page={ page } pages={ data.pages } onPage={ onPage } />
					{ data.rows.length === 0 ? empty : children( data.rows ) }
				</>
			) }
		</>
	);
}
