import { Button } from '@wordpress/components';
import { Fragment, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
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
	/** What a row unfolds to; null where there is nothing more to say. */
	detail?: ( row: Row ) => ReactNode;
	testId?: string;
}

/** A list in wp-admin's own dress: wide ones scroll by themselves, rows may unfold. */
export function DataTable< Row >( { label, columns, rows, keyOf, classOf, detail, testId }: Props< Row > ) {
	const [ open, setOpen ] = useState< ReadonlySet< string | number > >( new Set() );
	const toggle = ( key: string | number ) => {
		const next = new Set( open );
		if ( ! next.delete( key ) ) {
			next.add( key );
		}
		setOpen( next );
	};

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
						{ detail && (
							<td>
								<span className="screen-reader-text">{ __( 'More', 'unopim-connector' ) }</span>
							</td>
						) }
					</tr>
				</thead>
				<tbody>
					{ rows.map( ( row ) => {
						const key = keyOf( row );
						const isOpen = open.has( key );
						const id = `unopim-detail-${ key }`;
						return (
							<Fragment key={ key }>
								<tr className={ classOf?.( row ) }>
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
									{ detail && (
										<td className="unopim-more">
											<Button variant="link" aria-expanded={ isOpen } aria-controls={ isOpen ? id : undefined } onClick={ () => toggle( key ) }>
												{ isOpen ? __( 'Less', 'unopim-connector' ) : __( 'Details', 'unopim-connector' ) }
											</Button>
										</td>
									) }
								</tr>
								{ detail && isOpen && (
									<tr className="unopim-detail">
										<td id={ id } colSpan={ columns.length + 1 }>
											{ detail( row ) }
										</td>
									</tr>
								) }
							</Fragment>
						);
					} ) }
				</tbody>
			</table>
		</div>
	);
}
