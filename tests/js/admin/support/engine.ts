/** Stands in for admin-app/pkg where only its type matters. */
export default function init() {
	return Promise.reject( new Error( 'the engine is not part of the unit tests' ) );
}
