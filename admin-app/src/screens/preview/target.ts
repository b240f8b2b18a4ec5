/** A row's target as its parts: `attribute:pa_color`, `custom:Material`, `meta:ean`. */

export type TargetKind = 'attribute' | 'custom' | 'meta';

const PREFIX: Record< TargetKind, string > = { attribute: 'attribute:pa_', custom: 'custom:', meta: 'meta:' };

export function kindOf( target: string ): TargetKind {
	if ( target.startsWith( 'custom:' ) ) {
		return 'custom';
	}
	return target.startsWith( 'meta:' ) ? 'meta' : 'attribute';
}

export function nameOf( target: string ): string {
	const prefix = PREFIX[ kindOf( target ) ];
	return target.startsWith( prefix ) ? target.slice( prefix.length ) : target.slice( target.indexOf( ':' ) + 1 );
}

export const targetOf = ( kind: TargetKind, name: string ) => PREFIX[ kind ] + name;
