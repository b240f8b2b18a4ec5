import { __ } from '@wordpress/i18n';
import type { Run } from '../../types/rest';
import { isFinal } from '../../store/run/reducer';

const UNDOABLE = [ 'pull', 'push', 'deletions', 'images', 'apply', 'undo' ];

/** Why a run cannot be taken back; null when it may be asked for. The site knows the rest, such as a trimmed history. */
export function undoObstacle( run: Run ): string | null {
	if ( ! isFinal( run.status ) ) {
		return __( 'This run is not over.', 'unopim-connector' );
	}
	if ( run.dry ) {
		return __( 'A preview writes nothing.', 'unopim-connector' );
	}
	if ( ! UNDOABLE.includes( run.job.kind ) || ! hasWritten( run ) ) {
		return __( 'This run wrote nothing.', 'unopim-connector' );
	}
	return null;
}

/** `writes` counts what changed in the shop; of a push it is UnoPim that changed. */
function hasWritten( { counts, job }: Run ): boolean {
	if ( ! counts ) {
		return false;
	}
	return counts.writes > 0 || ( job.kind !== 'pull' && counts.created + counts.updated + counts.deleted > 0 );
}
