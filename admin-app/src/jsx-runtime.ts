/**
 * The calls that a package compiled with the automatic JSX transform makes. WordPress has a script for them since 6.6 only, so its packages
 * get this in its place: elements of the page's own React.
 */
import { Fragment, createElement } from 'react';
import type { ElementType, Key, ReactNode } from 'react';

type Props = Record< string, unknown > & { children?: ReactNode };

const keyed = ( props: Props, key?: Key ) => ( key === undefined ? props : { ...props, key } );

export const jsx = ( type: ElementType, props: Props, key?: Key ) => createElement( type, keyed( props, key ) );

/** Children that were written out one by one need no keys, so they are handed over one by one. */
export const jsxs = ( type: ElementType, { children, ...props }: Props, key?: Key ) =>
	createElement( type, keyed( props, key ), ...( children as ReactNode[] ) );

export { Fragment };
