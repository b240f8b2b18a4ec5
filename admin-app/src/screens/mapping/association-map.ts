import { ASSOCIATIONS } from '../../types/generated';

/** UnoPim's types of association and the lists of links that they fill; null: none. */
export type AssociationMap = Record< string, string | null >;

/** What applies while a document says nothing: the engine's own. */
export const USUAL: AssociationMap = ASSOCIATIONS;

/** Every type that has a row: the usual ones first, whether the document names them or not. */
export const mapOf = ( associations: AssociationMap | null | undefined ): AssociationMap => {
	if ( ! associations ) {
		return USUAL;
	}
	const unnamed = Object.fromEntries( Object.keys( USUAL ).map( ( type ) => [ type, null ] ) );
	return { ...unnamed, ...associations };
};

export const withType = ( map: AssociationMap, type: string, field: string | null ) => said( { ...map, [ type ]: field } );

export const withoutType = ( map: AssociationMap, type: string ) => said( Object.fromEntries( Object.entries( map ).filter( ( [ other ] ) => other !== type ) ) );

/** A document that says what applies anyhow says nothing. */
function said( map: AssociationMap ): AssociationMap | undefined {
	const types = Object.keys( map );
	return types.length === Object.keys( USUAL ).length && types.every( ( type ) => map[ type ] === USUAL[ type ] ) ? undefined : map;
}
