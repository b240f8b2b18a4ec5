import { __, _n, sprintf } from '@wordpress/i18n';
import type { ScheduledJob } from '../../api/jobs';

const entities = (): Record< string, string > => ( {
	product: __( 'Push products', 'unopim-connector' ),
	category: __( 'Push categories', 'unopim-connector' ),
	attribute: __( 'Push attributes', 'unopim-connector' ),
} );

const kinds = (): Record< string, string > => ( {
	pull_changes: __( 'Pull Changes', 'unopim-connector' ),
	push_queue: __( 'Push queue', 'unopim-connector' ),
	image_queue: __( 'Image queue', 'unopim-connector' ),
	deletion_check: __( 'Deletion check', 'unopim-connector' ),
	upkeep: __( 'Trimming of logs, plans and undo histories', 'unopim-connector' ),
} );

/** What a job does, and of a queue how much waits. */
export function jobTitle( { kind, entities: sent, waiting }: ScheduledJob ): string {
	if ( kind === 'push' ) {
		return sent.map( ( entity ) => entities()[ entity ] ?? entity ).join( ', ' );
	}
	const name = kinds()[ kind ] ?? kind;
	/* translators: 1: name of a queue, 2: number of items. */
	return waiting ? sprintf( _n( '%1$s (%2$d waits)', '%1$s (%2$d wait)', waiting, 'unopim-connector' ), name, waiting ) : name;
}
