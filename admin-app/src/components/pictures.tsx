import { __, sprintf } from '@wordpress/i18n';
import { fetchPictures } from '../api/media';
import type { Pictures } from '../api/media';
import { attachmentsOf, fileName, pathsOf } from '../text/files';
import { shownText } from '../text/value';
import { useQuery } from './use-query';

/** A value as it stands in a field. */
export interface FieldValue {
	field: string;
	value: unknown;
}

const NONE: Pictures = { ids: {}, paths: {} };

/** What the media library has of the files among some values, asked for at once. Names stand there until it has answered, and where it cannot. */
export function usePictures( channel: string, values: FieldValue[] ): Pictures {
	const ids = [ ...new Set( values.flatMap( ( { field, value } ) => attachmentsOf( field, value ) ) ) ].slice( 0, MOST );
	const paths = [ ...new Set( values.flatMap( ( { value } ) => pathsOf( value ) ) ) ].slice( 0, MOST );
	const { data } = useQuery( async () => ( ids.length + paths.length === 0 ? NONE : fetchPictures( channel, ids, paths ) ), JSON.stringify( [ channel, ids, paths ] ) );
	return data ?? NONE;
}

/** So many the site answers at once. */
const MOST = 200;

interface Props extends FieldValue {
	/** The engine's own words for the value, where it has some. */
	words?: string;
	pictures: Pictures;
}

/** A value as text; files with their names, and small pictures where the library has them. */
export function ShownValue( { field, value, words, pictures }: Props ) {
	const files = [
		/* translators: %d: number of an attachment. */
		...attachmentsOf( field, value ).map( ( id ) => ( { key: String( id ), name: sprintf( __( 'Attachment %d', 'unopim-connector' ), id ), ...pictures.ids[ id ] } ) ),
		...pathsOf( value ).map( ( path ) => ( { key: path, ...pictures.paths[ path ], name: fileName( path ) } ) ),
	];
	if ( files.length === 0 ) {
		return <>{ shownText( words, value ) }</>;
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
