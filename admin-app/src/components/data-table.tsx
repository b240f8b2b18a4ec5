import type { ReactNode } from 'react';

export interface Column< Row > {
	name: string;
	label: string;
	/** The cell that names its row; one a table. */
	heads?: boolean;
	/** Numbers stand at the end of their cell. */
	number?: boolean;
	cell: ( row: Row ) => ReactNode;
}

interface Props< Row > {
	/** Says what the table holds, to readers who cannot see it. */
	label: string;
	columns: Column< Row >[];
	rows: Row[];
	keyOf: ( row: Row ) => string | number;
	classOf?: ( row: Row ) => string;
	testId?: string;
}

/** A list in wp-admin's own dress; wide ones scroll by themselves. */
export function DataTable< Row >( { label, columns, rows, keyOf, classOf, testId }: Props< Row > ) {
	return (
		// A scrolling region has to be reachable by keyboard.
		// eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
		<div className="unopim-scroll" tabIndex={ 0 } role="region" aria-label={ label }>
			<table className="widefat striped unopim-table" data-testid={ testId }>
				<thead>
					<tr>
						{ columns.map( ( column ) => (
							<th key={ column.name } scope="col" className={ column.number ? 'is-number' : undefined }>
								{ column.label }
							</th>
						) ) }
					</tr>
				</thead>
				<tbody>
					{ rows.map( ( row ) => (
						<tr key={ keyOf( row ) } className={ classOf?.( row ) }>
							{ columns.map( ( column ) => {
								const Cell = column.heads ? 'th' : 'td';
								return (
									<Cell
										key={ column.name }
										scope={ column.heads ? 'row' : undefined }
										data-column={ column.name }
										className={ column.number ? 'is-number' : undefined }
									>
										{ column.cell( row ) }
									</Cell>
								);
							} ) }
						</tr>
					) ) }
				</tbody>
			</table>
		</div>
	);
}
