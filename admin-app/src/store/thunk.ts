/** A thunk of a store: it changes its own store by plain events and reads it through its selectors. */
export interface ThunkArgs< Event, Selectors > {
	dispatch: ( event: Event ) => unknown;
	select: Bound< Selectors >;
}

export type Thunk< Event, Selectors, Value = void > = ( args: ThunkArgs< Event, Selectors > ) => Promise< Value >;

type Bound< Selectors > = {
	[ Name in keyof Selectors ]: Selectors[ Name ] extends ( state: never, ...rest: infer Rest ) => infer Value
		? ( ...rest: Rest ) => Value
		: never;
};
