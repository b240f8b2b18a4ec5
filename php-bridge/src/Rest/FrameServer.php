<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

use UnoPim\Connector\Platform\Registrable;

/** Writes frames and streams as they are, where WordPress would encode JSON. */
final class FrameServer implements Registrable {

	/** Behind WordPress's own listener at 10, which still sends headers. */
	public function register(): void {
		add_filter( 'rest_pre_serve_request', array( $this, 'serve' ), 20, 2 );
	}

	public function serve( mixed $served, mixed $response ): mixed {
		if ( true !== $served && $response instanceof StreamResponse ) {
			foreach ( $response->pieces as $piece ) {
				echo $piece; // phpcs:ignore WordPress.Security.EscapeOutput -- a download, sent with its own type.
			}
			return true;
		}
		if ( true === $served || ! $response instanceof FrameResponse ) {
			return $served;
		}
		echo $response->bytes; // phpcs:ignore WordPress.Security.EscapeOutput -- binary, sent as application/octet-stream.
		return true;
	}
}
