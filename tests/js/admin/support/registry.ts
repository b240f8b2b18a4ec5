import { createRegistry } from '@wordpress/data';
import type { dispatch, select } from '@wordpress/data';

/** What the package's own type leaves out. */
interface Registry {
	register( store: unknown ): void;
	dispatch: typeof dispatch;
	select: typeof select;
}

/** Stores of a test's own, so that none sees another's state. */
export const newRegistry = () => createRegistry() as unknown as Registry;
