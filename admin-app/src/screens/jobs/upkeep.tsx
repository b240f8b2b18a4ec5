import { __ } from '@wordpress/i18n';

/** What the site does by its clock besides and without runs, for everybody to know; there is nothing to set. */
export function Upkeep() {
	const everyMinute = __( 'every minute while something waits', 'unopim-connector' );
	const daily = __( 'daily', 'unopim-connector' );
	const jobs = [
		[ __( 'SKUs named by the webhook, parked items whose time has come', 'unopim-connector' ), everyMinute ],
		[ __( 'Watchdog: runs without a sign of life go on', 'unopim-connector' ), __( 'every minute; a run is stalled after 5 minutes', 'unopim-connector' ) ],
		[ __( 'Renewal of the session with UnoPim', 'unopim-connector' ), __( 'before it ends', 'unopim-connector' ) ],
		[ __( 'What this UnoPim can do', 'unopim-connector' ), daily ],
	] as const;
	return (
		<section className="unopim-card" aria-label={ __( 'Upkeep', 'unopim-connector' ) }>
			<h3>{ __( 'Besides, by itself', 'unopim-connector' ) }</h3>
			<dl className="unopim-facts">
				{ jobs.map( ( [ name, cadence ] ) => (
					<div key={ name }>
						<dt>{ name }</dt>
						<dd>{ cadence }</dd>
					</div>
				) ) }
			</dl>
		</section>
	);
}
