import type { ReactNode } from 'react';
import { NoChannel } from '../../components/no-channel';
import { ProblemNotice } from '../../components/problem-notice';
import { Screen } from '../../components/screen';
import { Loading } from '../../components/states';
import type { Mapping } from '../../types/generated';
import { LivePreview } from './live-preview';
import { MappingActions } from './mapping-actions';
import type { useMapping } from './use-mapping';

interface Props {
	title: string;
	description: string;
	state: ReturnType< typeof useMapping >;
	/** Choices above the rows, such as channel and language. */
	toolbar?: ReactNode;
	/** What Auto-map is called here and which parts it may fill; none: there is no such button. */
	autoMap?: { label: string; parts: ( keyof Mapping )[] };
	clear: { question: string; parts: Partial< Mapping > };
	refreshes?: number;
	onRefresh?: () => void;
	children: ( mapping: Mapping ) => ReactNode;
}

/** What the three mapping screens share: actions on top, rows on one side, real products on the other. */
export function MappingFrame( { title, description, state, toolbar, autoMap, clear, refreshes, onRefresh, children }: Props ) {
	const { channels, channelProblem, reloadChannels, channel, locale, problem, mapping, reload } = state;
	const content = () => {
		if ( ! channels ) {
			return channelProblem ? <ProblemNotice problem={ channelProblem } onRetry={ reloadChannels } /> : <Loading />;
		}
		if ( ! channel ) {
			return <NoChannel />;
		}
		if ( ! mapping ) {
			return problem ? <ProblemNotice problem={ problem } onRetry={ reload } /> : <Loading />;
		}
		return (
			<>
				{ toolbar }
				<div className="unopim-columns">
					<section className="unopim-panel" aria-label={ title } data-testid="mapping">
						<MappingActions channel={ channel } locale={ locale } mapping={ mapping } autoMap={ autoMap } clear={ clear } onRefresh={ onRefresh } />
						{ children( mapping ) }
					</section>
					<LivePreview mapping={ mapping } channel={ channel } locale={ locale } refreshes={ refreshes } />
				</div>
			</>
		);
	};
	return (
		<Screen title={ title } description={ description }>
			{ content() }
		</Screen>
	);
}
