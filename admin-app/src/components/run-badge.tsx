import { outcomeOf, outcomeText } from '../text/outcome';
import type { Ended } from '../text/outcome';

/** How a run stands, or came out. */
export const RunBadge = ( { run, testId }: { run: Ended; testId?: string } ) => (
	<span className={ `unopim-badge is-${ outcomeOf( run ) }` } data-testid={ testId }>
		{ outcomeText( run ) }
	</span>
);
