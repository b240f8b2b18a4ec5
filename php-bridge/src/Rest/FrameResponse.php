<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

/** An answer that is bytes and not JSON. Its data stays null: what is not served by `FrameServer` says nothing. */
final class FrameResponse extends \WP_REST_Response {

	public function __construct( public readonly string $bytes ) {
		parent::__construct();
		$this->header( 'Content-Type', 'application/octet-stream' );
		$this->header( 'X-Content-Type-Options', 'nosniff' );
	}
}
