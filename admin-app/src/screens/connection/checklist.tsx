import { __ } from '@wordpress/i18n';
import { fetchChannels } from '../../api/catalog';
import { request } from '../../api/request';
import { Link } from '../../components/link';
import { useQuery } from '../../components/use-query';
import type { CoreMapping, Run } from '../../types/rest';
import { nextStep, steps } from './steps';
import type { Known } from './steps';

/** What a newcomer does next; it ticks itself off and is gone when all is done. `mark` changes when something may have been done. */
export function Checklist( { connected, mark }: { connected: boolean; mark: string } ) {
	const { data } = useQuery( () => look( connected ), mark );
	const list = data && steps( data );
	const next = list && nextStep( list );
	if ( ! list || ! next ) {
		return null;
	}
	return (
		<section className="unopim-card" aria-label={ __( 'First steps', 'unopim-connector' ) } data-testid="checklist">
			<h3>{ __( 'First steps', 'unopim-connector' ) }</h3>
			<ol className="unopim-checklist">
				{ list.map( ( { name, title, text, to, done }, index ) => (
					<li key={ name } className={ done ? 'is-done' : undefined } aria-current={ name === next.name ? 'step' : undefined } data-testid={ `step-${ name }` }>
						<span className="unopim-tick" aria-hidden="true">
							{ done ? '✓' : index + 1 }
						</span>
						<div>
							<strong>{ name === 'connect' ? title : <Link to={ to }>{ title }</Link> }</strong>{ ' ' }
							<span className="screen-reader-text">{ done ? __( '(done)', 'unopim-connector' ) : __( '(to do)', 'unopim-connector' ) }</span>
							{ ! done && <p className="description">{ text }</p> }
						</div>
					</li>
				) ) }
			</ol>
		</section>
	);
}

/** What has been done so far. Before there is a connection, nothing else can be. */
async function look( connected: boolean ): Promise< Known > {
	const [ channels, { core }, pulls, previews, plans ] = await Promise.all( [
		fetchChannels(),
		request.get< CoreMapping >( '/mapping/core' ),
		request.list< Run >( '/runs', { kinds: 'pull', per_page: 20 } ),
		request.list< Run >( '/runs', { kinds: 'preview', per_page: 1 } ),
		request.list< Run >( '/runs', { dry: 1, per_page: 1 } ),
	] );
	return { connected, channels, core, pulls: pulls.rows, previews: previews.total + plans.total };
}
