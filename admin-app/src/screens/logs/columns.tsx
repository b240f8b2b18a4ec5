import type { Field } from '@wordpress/dataviews/wp';
import { __ } from '@wordpress/i18n';
import type { FullLogRow } from '../../api/logs';
import { dirName, entityName, opName } from '../../text/names';
import { siteTimeExact } from '../../text/time';
import { levelName } from '../../text/words';
import { LogMessage } from './log-message';

/** The site sorts, by time alone, and filters, so the columns do not. The message is what a row is about: it stays. */
const column = ( id: string, label: string, render: ( row: FullLogRow ) => React.ReactNode ): Field< FullLogRow > => ( {
	id,
	label,
	enableSorting: id === 'time',
	filterBy: false,
	enableHiding: id !== 'message',
	render: ( { item } ) => <>{ render( item ) }</>,
} );

export const columns = (): Field< FullLogRow >[] => [
	column( 'time', __( 'Time', 'unopim-connector' ), ( { created_at } ) => <span className="unopim-nowrap">{ siteTimeExact( created_at ) }</span> ),
	column( 'status', __( 'Status', 'unopim-connector' ), ( { level } ) => <span className={ `unopim-level is-${ level }` }>{ levelName( level ) }</span> ),
	column( 'op', __( 'Op', 'unopim-connector' ), ( { op } ) => opName( op ) ),
	column( 'entity', __( 'Entity', 'unopim-connector' ), ( { entity } ) => entityName( entity ) ),
	column( 'dir', __( 'Dir', 'unopim-connector' ), ( { dir } ) => <span className="unopim-nowrap">{ dirName( dir ?? '' ) }</span> ),
	column( 'channel', __( 'Channel', 'unopim-connector' ), ( { channel } ) => channel ),
	column( 'language', __( 'Language', 'unopim-connector' ), ( { locale } ) => locale ),
	column( 'run', __( 'Run', 'unopim-connector' ), ( { run } ) => run ),
	column( 'message', __( 'Message', 'unopim-connector' ), ( row ) => <LogMessage row={ row } /> ),
];
