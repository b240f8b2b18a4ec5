/** Scheduled jobs in words. */
import { __, sprintf } from '@wordpress/i18n';
import type { ScheduledJob } from '../../api/jobs';
import { PUSH_ENTITIES } from '../../api/shop';
import type { PushEntity } from '../../api/shop';

export const pushNames = (): Record< PushEntity, string > => ( {
	product: __( 'Products', 'unopim-connector' ),
	category: __( 'Categories', 'unopim-connector' ),
	attribute: __( 'Attributes', 'unopim-connector' ),
} );

export function scheduledName( { kind, entities }: Pick< ScheduledJob, 'kind' | 'entities' > ): string {
	switch ( kind ) {
		case 'push': {
			const names = PUSH_ENTITIES.filter( ( entity ) => entities.includes( entity ) ).map( ( entity ) => pushNames()[ entity ] );
			/* translators: %s: what is sent, such as "Products, Categories". */
			return sprintf( __( 'Push: %s', 'unopim-connector' ), names.join( ', ' ) );
		}
		case 'push_queue':
			return __( 'Push queue: what was saved in the shop', 'unopim-connector' );
		case 'image_queue':
			return __( 'Image queue', 'unopim-connector' );
		case 'deletion_check':
			return __( 'Deletion check', 'unopim-connector' );
		case 'upkeep':
			return __( 'Trimming of logs, plans and undo histories', 'unopim-connector' );
		default:
			return __( 'Pull Changes', 'unopim-connector' );
	}
}
