/**
 * Opts controls into their present measures: WordPress 6.7 and newer complain where this is left out, older ones take no notice.
 * Spread it, for the types of WordPress 6.5 do not know all of it.
 */
export const MODERN = { __nextHasNoMarginBottom: true, __next40pxDefaultSize: true } as const;
