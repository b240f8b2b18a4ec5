/** Hands a file to the browser's downloads. */
export function download( content: Blob, name: string ): void {
	const address = URL.createObjectURL( content );
	const link = document.createElement( 'a' );
	link.href = address;
	link.download = name;
	link.click();
	// The browser has taken it over by the next turn.
	setTimeout( () => URL.revokeObjectURL( address ) );
}
