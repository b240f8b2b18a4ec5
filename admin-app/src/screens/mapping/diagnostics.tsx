import { diagnosticSentence } from '../../text/reasons';
import { levelName } from '../../text/words';
import type { Diagnostic } from '../../types/generated';

/** What the engine says about a row. */
export function Diagnostics( { list }: { list: Diagnostic[] } ) {
	return list.length === 0 ? null : (
		<div role="status">
			<ul className="unopim-diagnostics">
				{ list.map( ( diagnostic ) => (
					<li key={ `${ diagnostic.path }/${ diagnostic.code }` } className={ `is-${ diagnostic.level }` }>
						<strong>{ levelName( diagnostic.level ) }:</strong> { diagnosticSentence( diagnostic ) } { diagnostic.hint }
					</li>
				) ) }
			</ul>
		</div>
	);
}
