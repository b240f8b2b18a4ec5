import { __, sprintf } from '@wordpress/i18n';
import { numberText, rowsText } from '../text/value';
import { ReasonButton } from './reason-button';

interface Props {
	shown: number;
	total: number;
	page: number;
	pages: number;
	onPage: ( page: number ) => void;
}

/** How much of a list is in view. */
export const Showing = ( { shown, total }: Pick< Props, 'shown' | 'total' > ) => <p role="status">{ rowsText( shown, total ) }</p>;

/** The same, and the way to the rest. */
export function Pager( { shown, total, page, pages, onPage }: Props ) {
	return (
		<div className="unopim-pager">
			<Showing shown={ shown } total={ total } />
			{ pages > 1 && (
				<nav className="unopim-buttons" aria-label={ __( 'Pages of the list', 'unopim-connector' ) }>
					<ReasonButton variant="secondary" reason={ page <= 1 ? __( 'This is the first page.', 'unopim-connector' ) : null } onClick={ () => onPage( page - 1 ) }>
						{ __( 'Previous page', 'unopim-connector' ) }
					</ReasonButton>
					<span>
						{ sprintf(
							/* translators: 1: number of the page. 2: number of pages. */
							__( 'Page %1$s of %2$s', 'unopim-connector' ),
							numberText( page ),
							numberText( pages )
						) }
					</span>
					<ReasonButton variant="secondary" reason={ page >= pages ? __( 'This is the last page.', 'unopim-connector' ) : null } onClick={ () => onPage( page + 1 ) }>
						{ __( 'Next page', 'unopim-connector' ) }
					</ReasonButton>
				</nav>
			) }
		</div>
	);
}
