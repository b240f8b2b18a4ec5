import { __ } from '@wordpress/i18n';
import type { FullLogRow } from '../../api/logs';
import { Link } from '../../components/link';

/** Everything a row knows beside its message: where it belongs, and what was sent or received. */
export function LogDetail( { row }: { row: FullLogRow } ) {
	const facts: [ string, string | null | undefined ][] = [
		[ __( 'Time (UTC)', 'unopim-connector' ), row.created_at ],
		[ __( 'Key', 'unopim-connector' ), row.key ],
		[ __( 'Code', 'unopim-connector' ), row.code ],
		[ __( 'Field', 'unopim-connector' ), row.field ],
		[ __( 'What to do', 'unopim-connector' ), row.hint ],
		[ __( 'Channel', 'unopim-connector' ), row.channel ],
		[ __( 'Language', 'unopim-connector' ), row.locale ],
		...detailFacts( row.detail ),
	];
	return (
		<>
			<dl className="unopim-facts">
				{ facts
					.filter( ( [ , value ] ) => Boolean( value ) )
					.map( ( [ label, value ] ) => (
						<div key={ label }>
							<dt>{ label }</dt>
							<dd>{ value }</dd>
						</div>
					) ) }
				{ row.run !== null && (
					<div>
						<dt>{ __( 'Run', 'unopim-connector' ) }</dt>
						<dd>
							<Link to="/sync/history" query={ { run: String( row.run ) } }>
								{ row.run }
							</Link>
						</dd>
					</div>
				) }
			</dl>
			{ row.detail && <pre className="unopim-pre">{ pretty( row.detail ) }</pre> }
		</>
	);
}

const NAMED: Record< string, () => string > = {
	status: () => __( 'HTTP code', 'unopim-connector' ),
	http: () => __( 'HTTP code', 'unopim-connector' ),
	ms: () => __( 'Duration (ms)', 'unopim-connector' ),
	plan: () => __( 'Plan', 'unopim-connector' ),
	operation: () => __( 'Operation', 'unopim-connector' ),
	site: () => __( 'Site', 'unopim-connector' ),
};

/** What of the excerpt has a name of its own. */
function detailFacts( detail: string | null ): [ string, string ][] {
	const value = parsed( detail );
	if ( typeof value !== 'object' || value === null ) {
		return [];
	}
	return Object.entries( value ).flatMap( ( [ key, one ] ) => {
		const label = NAMED[ key ];
		return label && ( typeof one === 'number' || typeof one === 'string' ) ? [ [ label(), String( one ) ] as [ string, string ] ] : [];
	} );
}

function pretty( detail: string ): string {
	const value = parsed( detail );
	return value === undefined ? detail : JSON.stringify( value, null, 2 );
}

/** An excerpt may be cut in the middle of its JSON, or be no JSON at all. */
function parsed( detail: string | null ): unknown {
	try {
		return detail === null ? undefined : JSON.parse( detail );
	} catch {
		return undefined;
	}
}
