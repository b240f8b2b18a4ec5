/** WordPress' own menu beside the page: its entries are followed without loading the page anew, and show where one is. */
import { isPlainClick } from './components/link';
import { navigate, pathOf, sectionOf } from './router';
import type { Path } from './router';

const PAGE = 'unopim-connector';

const links = () =>
	[ ...document.querySelectorAll< HTMLAnchorElement >( '#adminmenu .wp-submenu a' ) ].filter(
		( { href } ) => new URL( href ).searchParams.get( 'page' ) === PAGE
	);

const pathOfLink = ( link: HTMLAnchorElement ): Path => pathOf( new URL( link.href ).search );

export function followMenu(): void {
	links().forEach( ( link ) =>
		link.addEventListener( 'click', ( event ) => {
			if ( isPlainClick( event ) ) {
				event.preventDefault();
				navigate( pathOfLink( link ) );
			}
		} )
	);
}

export function markMenu( path: Path ): void {
	links().forEach( ( link ) => {
		const current = sectionOf( pathOfLink( link ) ) === sectionOf( path );
		link.classList.toggle( 'current', current );
		link.parentElement?.classList.toggle( 'current', current );
		if ( current ) {
			link.setAttribute( 'aria-current', 'page' );
		} else {
			link.removeAttribute( 'aria-current' );
		}
	} );
}
