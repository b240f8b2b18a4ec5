import { expect, it, vi } from 'vitest';
import { ErrorBoundary } from '../../../../admin-app/src/components/error-boundary';
import { render } from '../support/render';

it( 'says that a screen has failed, and how to go on', () => {
	vi.spyOn( console, 'error' ).mockImplementation( () => undefined );
	const Broken = () => {
		throw new Error( 'no such thing' );
	};
	const { container } = render(
		<ErrorBoundary>
			<Broken />
		</ErrorBoundary>
	);
	const text = container.querySelector( '[role="alert"]' )?.textContent;
	expect( text ).toContain( 'no such thing' );
	expect( text ).toContain( 'Reload the page.' );
} );
