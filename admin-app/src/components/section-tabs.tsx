import type { Path } from '../router';
import { sectionOf } from '../router';
import { sections, subsections } from '../routes';
import { Link } from './link';

/** wp-admin's own tabs, as links, so that each screen has an address. */
export function SectionTabs( { path, label }: { path: Path; label: string } ) {
	return (
		<nav className="nav-tab-wrapper" aria-label={ label }>
			{ sections().map( ( [ to, name ] ) => {
				const current = sectionOf( to ) === sectionOf( path );
				return (
					<Link key={ to } to={ to } current={ current } className={ current ? 'nav-tab nav-tab-active' : 'nav-tab' }>
						{ name }
					</Link>
				);
			} ) }
		</nav>
	);
}

/** The screens of a section that has several. */
export function SubTabs( { path, label }: { path: Path; label: string } ) {
	const tabs = subsections()[ sectionOf( path ) ];
	if ( ! tabs ) {
		return null;
	}
	return (
		<nav aria-label={ label }>
			<ul className="subsubsub unopim-subtabs">
				{ tabs.map( ( [ to, name ] ) => (
					<li key={ to }>
						<Link to={ to } current={ to === path } className={ to === path ? 'current' : undefined }>
							{ name }
						</Link>
					</li>
				) ) }
			</ul>
		</nav>
	);
}
