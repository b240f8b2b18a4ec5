import { useSelect } from '@wordpress/data';
import { __, sprintf } from '@wordpress/i18n';
import { store as previewStore } from '../../store/preview';
import { NO_ENGINE } from '../../engine/absent';
import { stepName } from '../../text/words';
import { Link } from '../link';
import { ProblemNotice } from '../problem-notice';
import { Loading } from '../states';
import { PlanView } from './plan-view';

interface Props {
	/** What stands there before anything is looked at. */
	idle: string;
	/** Reads again what could not be read. */
	onRetry: () => void;
}

/** The products in view, or what stands between them and the reader. */
export function PreviewStatus( { idle, onRetry }: Props ) {
	const { sku, status, progress, plan, problem, families, others, ms } = useSelect( ( select ) => {
		const from = select( previewStore );
		return {
			sku: from.getSku(),
			status: from.getStatus(),
			progress: from.getProgress(),
			plan: from.getPlan(),
			problem: from.getProblem(),
			families: from.getFamilies(),
			others: from.getOthers(),
			ms: from.getMilliseconds(),
		};
	}, [] );
	const what = sku ?? __( 'a sample of products', 'unopim-connector' );
	return (
		<>
			{ problem && <ProblemNotice problem={ problem } onRetry={ status === 'failed' ? onRetry : undefined } /> }
			{ problem && NO_ENGINE.includes( problem.code ) && (
				<p>
					{ __( 'The site can plan instead: use Preview beside a pull.', 'unopim-connector' ) }{ ' ' }
					<Link to="/sync">{ __( 'Go to Sync', 'unopim-connector' ) }</Link>
				</p>
			) }
			{ status === 'idle' && <p>{ idle }</p> }
			{ status === 'loading' && (
				<Loading
					text={
						progress
							? /* translators: 1: SKU, or "a sample of products". 2: name of a step, such as "Attributes". */
							  sprintf( __( 'Reading %1$s from UnoPim: %2$s', 'unopim-connector' ), what, stepName( progress.step ) )
							: /* translators: %s: SKU, or "a sample of products". */ sprintf( __( 'Reading %s from UnoPim …', 'unopim-connector' ), what )
					}
				/>
			) }
			{ plan && <PlanView plan={ plan } families={ families } others={ others } ms={ ms } /> }
		</>
	);
}
