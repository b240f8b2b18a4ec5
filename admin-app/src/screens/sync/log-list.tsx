import { useSelect } from '@wordpress/data';
import { useState } from '@wordpress/element';
import { SelectControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { MODERN } from '../../components/modern';
import { store as runStore } from '../../store/run';
import { entityName } from '../../text/names';
import { diagnosticSentence } from '../../text/reasons';
import { rowsText } from '../../text/value';
import { levelName } from '../../text/words';
import type { LogLevel } from '../../types/rest';

const RANK: Record< LogLevel, number > = { info: 0, success: 0, warn: 1, error: 2 };

/** The run's newest log rows, newest first. */
export function LogList() {
	const logs = useSelect( ( select ) => select( runStore ).getLogs(), [] );
	const count = useSelect( ( select ) => select( runStore ).getLogCount(), [] );
	const [ least, setLeast ] = useState< LogLevel >( 'info' );
	const shown = logs.filter( ( { level } ) => RANK[ level ] >= RANK[ least ] ).reverse();

	return (
		<section className="unopim-card" aria-label={ __( 'Log', 'unopim-connector' ) } data-testid="run-log">
			<div className="unopim-log-head">
				<h3>{ __( 'Log', 'unopim-connector' ) }</h3>
				<SelectControl
					{ ...MODERN }
					label={ __( 'Show', 'unopim-connector' ) }
					labelPosition="side"
					value={ least }
					options={ [
						{ value: 'info', label: __( 'All rows', 'unopim-connector' ) },
						{ value: 'warn', label: __( 'Warnings and errors', 'unopim-connector' ) },
						{ value: 'error', label: __( 'Errors', 'unopim-connector' ) },
					] }
					onChange={ ( value ) => setLeast( value as LogLevel ) }
				/>
			</div>
			<p className="description">{ rowsText( shown.length, count ) }</p>
			{ shown.length > 0 && (
				// A scrolling region has to be reachable by keyboard.
				// eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
				<div className="unopim-scroll unopim-log" tabIndex={ 0 } role="region" aria-label={ __( 'Log rows', 'unopim-connector' ) }>
					<table className="widefat striped">
						<thead>
							<tr>
								<th scope="col">{ __( 'Level', 'unopim-connector' ) }</th>
								<th scope="col">{ __( 'Item', 'unopim-connector' ) }</th>
								<th scope="col">{ __( 'Message', 'unopim-connector' ) }</th>
							</tr>
						</thead>
						<tbody>
							{ shown.map( ( { position, level, entity, key, code, message, field, hint } ) => (
								<tr key={ position } className={ `is-${ level }` }>
									<td>{ levelName( level ) }</td>
									<td>
										{ entityName( entity ) } { key && <code>{ key }</code> }
									</td>
									<td>
										{ message || diagnosticSentence( { code, message: code } ) } { field && <code>{ field }</code> }
										{ hint && <div className="description">{ hint }</div> }
									</td>
								</tr>
							) ) }
						</tbody>
					</table>
				</div>
			) }
		</section>
	);
}
