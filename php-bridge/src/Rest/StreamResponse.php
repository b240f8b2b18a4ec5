<?php
declare(strict_types=1);

namespace UnoPim\Connector\Rest;

/** An answer that is written piece by piece, and never held as a whole. */
final class StreamResponse extends \WP_REST_Response {

	/** @param iterable<string> $pieces */
	public function __construct( public readonly iterable $pieces, string $type, string $file ) {
		parent::__construct();
		$this->header( 'Content-Type', $type );
		$this->header( 'Content-Disposition', 'attachment; filename="' . $file . '"' );
		$this->header( 'X-Content-Type-Options', 'nosniff' );
	}
}
