/**
 * A selector that hands out the same value while what it depends on is the same, so that components do not render again.
 * It remembers one answer: each of our stores has one state.
 */
export function createSelector< State, Value >(
	read: ( state: State ) => Value,
	dependencies: ( state: State ) => unknown[]
): ( state: State ) => Value {
	let last: { on: unknown[]; value: Value } | null = null;
	return ( state ) => {
		const on = dependencies( state );
		if ( ! last || on.some( ( item, index ) => item !== last?.on[ index ] ) ) {
			last = { on, value: read( state ) };
		}
		return last.value;
	};
}
