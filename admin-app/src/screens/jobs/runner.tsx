import { __, sprintf } from '@wordpress/i18n';
import { fetchChecks } from '../../api/health';
import { Link } from '../../components/link';
import { Notice } from '../../components/notice';
import { useQuery } from '../../components/use-query';
import { duration } from '../../text/time';

/** The checks that say whether background work is done, and by what. */
const ABOUT = [ 'background', 'cron', 'loopback' ];

/** Which runner does the background work, and what to do where none does. */
export function Runner() {
	const { data } = useQuery( fetchChecks );
	const checks = data?.filter( ( { id } ) => ABOUT.includes( id ) ) ?? [];
	if ( checks.length === 0 ) {
		return null;
	}
	const fine = checks.every( ( { state } ) => state === 'good' );
	const oldest = oldestOf( checks.find( ( { id } ) => id === 'background' )?.detail );
	return (
		<section className="unopim-card" aria-label={ __( 'Background work', 'unopim-connector' ) } data-testid="runner">
			<h3>{ __( 'What does the work', 'unopim-connector' ) }</h3>
			<dl className="unopim-facts">
				{ checks.map( ( { id, label, value } ) => (
					<div key={ id }>
						<dt>{ label }</dt>
						<dd>{ value }</dd>
					</div>
				) ) }
				<div>
					<dt>{ __( 'Oldest waiting work', 'unopim-connector' ) }</dt>
					<dd>{ oldest > 0 ? /* translators: %s: a span of time. */ sprintf( __( 'since %s', 'unopim-connector' ), duration( oldest ) ) : __( 'none', 'unopim-connector' ) }</dd>
				</div>
			</dl>
			{ ! fine && (
				<Notice level="warning">
					{ checks.map( ( { id, next_step } ) => next_step && id !== 'cron' && <p key={ id }>{ next_step }</p> ) }
					<p>{ __( 'This line in the server’s crontab keeps background work going on quiet sites:', 'unopim-connector' ) }</p>
					<pre className="unopim-pre">{ cronLineOf( checks.find( ( { id } ) => id === 'cron' )?.detail ) }</pre>
					<p>
						<Link to="/sync">{ __( 'Run in this window', 'unopim-connector' ) }</Link>
					</p>
				</Notice>
			) }
		</section>
	);
}

function oldestOf( detail: unknown ): number {
	const seconds = ( detail as { oldest_seconds?: unknown } | null )?.oldest_seconds;
	return typeof seconds === 'number' ? seconds : 0;
}

/** What the server's clock is told; a site knows its own address best. */
const cronLineOf = ( detail: unknown ) => String( ( detail as { cron_line?: unknown } | null )?.cron_line ?? '' );
