import { DataViews } from '@wordpress/dataviews/wp';
import type { View } from '@wordpress/dataviews/wp';
import { useMemo } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { FullLogRow } from '../../api/logs';
import type { Page } from '../../api/request';
import { columns } from './columns';
import { SIZES } from './view';
import type { LogView } from './view';
import { lendWords } from './words';

lendWords();

// Its style knows no logical properties, so there is one for each direction of writing.
void ( document.dir === 'rtl'
	? import( /* webpackChunkName: "dataviews-rtl-style" */ '@wordpress/dataviews/build-style/style-rtl.css' )
	: import( /* webpackChunkName: "dataviews-style" */ '@wordpress/dataviews/build-style/style.css' ) );

const CONFIG = { perPageSizes: SIZES };

interface Props {
	page: Page< FullLogRow >;
	view: LogView;
	onView: ( view: LogView ) => void;
}

/** The log as WordPress shows its own lists: columns come, go and move, and a page is as long as somebody likes. */
export default function LogTable( { page: { rows, total, pages }, view, onView }: Props ) {
	const fields = useMemo( columns, [] );
	return (
		<section className="unopim-logs" aria-label={ __( 'Log rows', 'unopim-connector' ) } data-testid="logs">
			<DataViews< FullLogRow >
				view={ view }
				onChangeView={ ( next: View ) => onView( next as LogView ) }
				fields={ fields }
				data={ rows }
				getItemId={ ( { id } ) => String( id ) }
				paginationInfo={ { totalItems: total, totalPages: pages } }
				defaultLayouts={ { table: {} } }
				config={ CONFIG }
			>
				<div className="unopim-logs-head">
					<DataViews.Pagination />
					<DataViews.ViewConfig />
				</div>
				<DataViews.Layout />
			</DataViews>
		</section>
	);
}
