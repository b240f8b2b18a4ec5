import { __ } from '@wordpress/i18n';
import { Link } from '../../components/link';
import { Screen } from '../../components/screen';
import type { Path } from '../../router';

interface Card {
	to: Path;
	title: string;
	/** What one setting of this area applies to. */
	scope: string;
	text: string;
}

const cards = (): Card[] => [
	{
		to: '/connection',
		title: __( 'Connection', 'unopim-connector' ),
		scope: __( 'Site', 'unopim-connector' ),
		text: __( 'Address and credentials of UnoPim, and the webhook.', 'unopim-connector' ),
	},
	{
		to: '/channels',
		title: __( 'Channels & Stores', 'unopim-connector' ),
		scope: __( 'Channel', 'unopim-connector' ),
		text: __( 'Directions, intervals, currency, conflict policy, and which channel goes first.', 'unopim-connector' ),
	},
	{
		to: '/mapping/core',
		title: __( 'Core Fields', 'unopim-connector' ),
		scope: __( 'Site', 'unopim-connector' ),
		text: __( 'Name, prices, stock, descriptions and status, from UnoPim’s system attributes.', 'unopim-connector' ),
	},
	{
		to: '/mapping/attributes',
		title: __( 'Attributes', 'unopim-connector' ),
		scope: __( 'Channel and language', 'unopim-connector' ),
		text: __( 'Everything else of a product: attributes, meta, dimensions, images, tags.', 'unopim-connector' ),
	},
	{
		to: '/mapping/categories',
		title: __( 'Categories', 'unopim-connector' ),
		scope: __( 'Channel', 'unopim-connector' ),
		text: __( 'Which category of the shop stands for which one of UnoPim.', 'unopim-connector' ),
	},
	{
		to: '/settings/general',
		title: __( 'General Settings', 'unopim-connector' ),
		scope: __( 'Site', 'unopim-connector' ),
		text: __( 'Dry-run, deletions, limits, retention, export and import.', 'unopim-connector' ),
	},
	{
		to: '/jobs',
		title: __( 'Scheduled Jobs', 'unopim-connector' ),
		scope: __( 'Job', 'unopim-connector' ),
		text: __( 'What runs by itself, when it ran last and when it runs next.', 'unopim-connector' ),
	},
	{
		to: '/settings/health',
		title: __( 'Health', 'unopim-connector' ),
		scope: __( 'Site', 'unopim-connector' ),
		text: __( 'The state of everything the connector depends on, with the next step.', 'unopim-connector' ),
	},
];

export default function SettingsOverview() {
	return (
		<Screen title={ __( 'Settings', 'unopim-connector' ) } description={ __( 'Where what is set.', 'unopim-connector' ) }>
			<ul className="unopim-cards">
				{ cards().map( ( { to, title, scope, text } ) => (
					<li key={ to } className="unopim-card">
						<h3>
							<Link to={ to }>{ title }</Link>
						</h3>
						<p>{ text }</p>
						<p className="description">
							{ __( 'Applies to:', 'unopim-connector' ) } { scope }
						</p>
					</li>
				) ) }
			</ul>
		</Screen>
	);
}
