/** The tab's engine as a test wants it. */
import type { EngineClient } from '../../../../admin-app/src/engine/client';

type Part = Partial< Record< keyof EngineClient, ( ...args: never[] ) => unknown > >;

let present: Part | Error = {};

export const tab = {
	/** The parts of the client a test uses; an error where the engine cannot be had. */
	engine( part: Part | Error ) {
		present = part;
	},
	getEngine: () =>
		present instanceof Error ? Promise.reject( present ) : Promise.resolve( present as unknown as EngineClient ),
};
