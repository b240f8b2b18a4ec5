import { __ } from '@wordpress/i18n';
import type { Connection } from '../../types/rest';
import { connectionName } from '../../text/words';

/** The connection's state in words, with a colour beside them, and the reason when there is one. */
export function Badge( { connection }: { connection: Connection } ) {
	const { state, problem, denied } = connection;
	return (
		<div className="unopim-status" role="status" data-testid="connection-status">
			<span className={ `unopim-badge is-${ state }` }>{ connectionName( state ) }</span>
			{ problem && (
				<span className="unopim-status-reason">
					{ problem.message } { problem.next_step }
				</span>
			) }
			{ denied.length > 0 && (
				<div className="unopim-status-denied">
					<p>{ __( 'UnoPim does not grant these permissions to this user:', 'unopim-connector' ) }</p>
					<ul>
						{ denied.map( ( key ) => (
							<li key={ key }>
								<code>{ key }</code>
							</li>
						) ) }
					</ul>
				</div>
			) }
		</div>
	);
}
