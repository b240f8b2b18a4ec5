import { __, sprintf } from '@wordpress/i18n';
import { fetchPictures } from '../api/media';
import type { Pictures } from '../api/media';
import { fetchNames } from '../api/names';
import type { Names } from '../api/names';
import { attachmentsOf, fileName, pathsOf } from '../text/files';
import { idsOf, isTop, listed, meaningOf, namedText } from '../text/ids';
import { shownText, valueText } from '../text/value';
import { useQuery } from './use-query';

/** A value as it stands in a field. */
export interface FieldValue {
	field: string;
	value: unknown;
}

/** What the shop says about the numbers and files in some values. */
export interface Known {
	pictures: Pictures;
	names: Names;
}

const NO_PICTURES: Pictures = { ids: {}, paths: {} };
const NO_NAMES: Names = { terms: {}, products: {} };

/** So many the site answers at once. */
const MOST = 200;

const some = < T, >( list: T[] ): T[] => [ ...new Set( list ) ].slice( 0, MOST );

/** Names and pictures of what is among some values, asked for at once. Numbers stand there until the site has answered, and where it cannot. */
export function useKnown( channel: string, values: FieldValue[] ): Known {
	const ids = some( values.flatMap( ( { field, value } ) => attachmentsOf( field, value ) ) );
	const paths = some( values.flatMap( ( { value } ) => pathsOf( value ) ) );
	const { data: pictures } = useQuery( async () => ( ids.length + paths.length === 0 ? NO_PICTURES : fetchPictures( channel, ids, paths ) ), JSON.stringify( [ channel, ids, paths ] ) );
	const [ terms, products ] = ( [ 'terms', 'products' ] as const ).map( ( meaning ) => some( values.filter( ( { field } ) => meaningOf( field ) === meaning ).flatMap( ( { field, value } ) => idsOf( listed( field, value ) ) ) ) ) as [ number[], number[] ];
	const { data: names } = useQuery( async () => ( terms.length + products.length === 0 ? NO_NAMES : fetchNames( channel, terms, products ) ), JSON.stringify( [ channel, terms, products ] ) );
	return { pictures: pictures ?? NO_PICTURES, names: names ?? NO_NAMES };
}

interface Props extends FieldValue {
	/** The engine's own words for the value, where it has some. */
	words?: string;
	known: Known;
}

/** A value as text; terms and products by name, files with their names and small pictures, where the shop has them. */
export function ShownValue( { field, value, words, known: { pictures, names } }: Props ) {
	const files = [
		/* translators: %d: number of an attachment. */
		...attachmentsOf( field, value ).map( ( id ) => ( { key: String( id ), name: sprintf( __( 'Attachment %d', 'unopim-connector' ), id ), ...pictures.ids[ id ] } ) ),
		...pathsOf( value ).map( ( path ) => ( { key: path, ...pictures.paths[ path ], name: fileName( path ) } ) ),
	];
	if ( isTop( field, value ) ) {
		return <>{ __( 'None', 'unopim-connector' ) }</>;
	}
	if ( files.length === 0 ) {
		const meaning = words ? null : meaningOf( field );
		return <>{ ( meaning && namedText( listed( field, value ), names[ meaning ], valueText ) ) ?? shownText( words, value ) }</>;
	}
	return (
		<span className="unopim-pictures">
			{ files.map( ( { key, name, src } ) => (
				<span key={ key } title={ key }>
					{ src && <img src={ src } alt="" loading="lazy" /> } { name }
				</span>
			) ) }
		</span>
	);
}
