import { useEffect, useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import { fetchChecks, fetchReport, repair } from '../../api/health';
import type { Check } from '../../api/health';
import { Notice } from '../../components/notice';
import { ProblemNotice } from '../../components/problem-notice';
import { ReasonButton, underWay } from '../../components/reason-button';
import { Screen } from '../../components/screen';
import { Loading } from '../../components/states';
import { useAction } from '../../components/use-action';
import { useQuery } from '../../components/use-query';
import { getEngine } from '../../engine';
import { checkStateName } from '../../text/names';
import { byUrgency, remedies, withBrowser } from './checks';
import type { BrowserEngine } from './checks';
import { Link } from '../../components/link';

/** The checks that the site can put right by itself. */
const REPAIRABLE = [ 'lookup' ];

export default function HealthScreen() {
	const { data, problem, loading, reload } = useQuery( fetchChecks );
	const { busy, problem: refused, done, run } = useAction();
	const engine = useBrowserEngine();
	const [ report, setReport ] = useState< string | null >( null );

	const checks = data && byUrgency( withBrowser( data, engine ) );
	const urgent = checks?.filter( ( { state } ) => state !== 'good' ).length ?? 0;

	const copy = () =>
		void run( 'copy', fetchReport, ( text ) => {
			const whole = `${ text }${ browserLine( engine ) }`;
			setReport( whole );
			// Without a secure origin there is no clipboard; the text is shown to be copied by hand then.
			void navigator.clipboard?.writeText( whole );
			return navigator.clipboard
				? __( 'The report was copied. It holds no secrets.', 'unopim-connector' )
				: __( 'Copy the report below. It holds no secrets.', 'unopim-connector' );
		} );
	const mend = ( check: string ) =>
		void run(
			`repair-${ check }`,
			() => repair( check ),
			( { left } ) => {
				reload();
				return left.missing + left.different === 0
					? __( 'Repaired: the table agrees with the products.', 'unopim-connector' )
					: __( 'WooCommerce has filled the table; some products still differ.', 'unopim-connector' );
			}
		);

	return (
		<Screen
			title={ __( 'Health', 'unopim-connector' ) }
			actions={
				<>
					<ReasonButton variant="secondary" isBusy={ loading } reason={ underWay( loading ) } onClick={ () => reload() }>
						{ __( 'Check again', 'unopim-connector' ) }
					</ReasonButton>
					<ReasonButton variant="secondary" isBusy={ busy === 'copy' } reason={ underWay( busy ) } onClick={ copy }>
						{ __( 'Copy report', 'unopim-connector' ) }
					</ReasonButton>
				</>
			}
		>
			{ problem && <ProblemNotice problem={ problem } onRetry={ () => reload() } /> }
			{ refused && <ProblemNotice problem={ refused } /> }
			{ done && (
				<Notice level="success">
					<p>{ done }</p>
				</Notice>
			) }
			{ report !== null && ! navigator.clipboard && (
				<textarea className="large-text code" rows={ 12 } readOnly value={ report } aria-label={ __( 'Report', 'unopim-connector' ) } />
			) }
			{ ! checks && ! problem && <Loading /> }
			{ checks && (
				<>
					<p role="status" data-testid="health-summary">
						{ urgent === 0
							? __( 'Everything is in order.', 'unopim-connector' )
							: /* translators: %d: number of checks. */
							  sprintf( _n( '%d check needs a look.', '%d checks need a look.', urgent, 'unopim-connector' ), urgent ) }
					</p>
					<ul className="unopim-checks">
						{ checks.map( ( check ) => (
							<CheckItem
								key={ check.id }
								check={ check }
								action={
									REPAIRABLE.includes( check.id ) && check.state !== 'good' ? (
										<ReasonButton variant="secondary" isBusy={ busy === `repair-${ check.id }` } reason={ underWay( busy ) } onClick={ () => mend( check.id ) }>
											{ __( 'Repair', 'unopim-connector' ) }
										</ReasonButton>
									) : null
								}
							/>
						) ) }
					</ul>
				</>
			) }
		</Screen>
	);
}

function CheckItem( { check, action }: { check: Check; action: JSX.Element | null } ) {
	const remedy = check.state === 'good' ? undefined : remedies()[ check.id ];
	return (
		<li className={ `unopim-card unopim-check is-${ check.state }` } data-testid={ `check-${ check.id }` }>
			<div className="unopim-head">
				<h3>{ check.label }</h3>
				<span className={ `unopim-badge is-${ check.state }` }>{ checkStateName( check.state ) }</span>
			</div>
			<p>{ check.value }</p>
			{ check.next_step && (
				<p>
					<strong>{ __( 'What to do:', 'unopim-connector' ) }</strong> { check.next_step }
				</p>
			) }
			{ ( action || remedy ) && (
				<p className="unopim-buttons">
					{ action }
					{ remedy && <Link to={ remedy.to }>{ remedy.label }</Link> }
				</p>
			) }
			{ check.detail !== null && (
				<details>
					<summary>{ __( 'Details', 'unopim-connector' ) }</summary>
					<pre className="unopim-pre">{ JSON.stringify( check.detail, null, 2 ) }</pre>
				</details>
			) }
		</li>
	);
}

/** Whether the engine runs in this browser, and how long it took to be there. */
function useBrowserEngine(): BrowserEngine {
	const [ engine, setEngine ] = useState< BrowserEngine >( { state: 'asking' } );
	useEffect( () => {
		const begun = performance.now();
		getEngine( 'screens' ).then(
			() => setEngine( { state: 'there', ms: Math.round( performance.now() - begun ) } ),
			( error: unknown ) => setEngine( { state: 'refused', error } )
		);
	}, [] );
	return engine;
}

const browserLine = ( engine: BrowserEngine ) => `[${ engine.state }] WebAssembly: ${ navigator.userAgent }\n`;
