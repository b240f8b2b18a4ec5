import { __ } from '@wordpress/i18n';
import type { Run } from '../../types/rest';
import { isFinal } from '../../store/run/reducer';

const UNDOABLE = [ 'pull', 'deletions', 'images', 'apply', 'undo' ];

/** Why a run cannot be taken back; null when it may be asked for. The site knows the rest, such as a trimmed history. */
export function undoObstacle( run: Run ): string | null {
	if ( ! isFinal( run.status ) ) {
		return __( 'This run is not over.', 'unopim-connector' );
	}
	if ( run.dry ) {
		return __( 'A preview writes nothing.', 'unopim-connector' );
	}
	if ( ! UNDOABLE.includes( run.job.kind ) || ( run.counts?.writes ?? 0 ) === 0 ) {
		return __( 'This run wrote nothing.', 'unopim-connector' );
	}
	return null;
}
