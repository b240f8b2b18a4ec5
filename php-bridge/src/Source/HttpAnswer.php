<?php
declare(strict_types=1);

namespace UnoPim\Connector\Source;

/** What came back, as it came back. */
final class HttpAnswer {

	/** @param array<string,string> $headers names in lower case */
	public function __construct(
		public readonly int $status,
		public readonly array $headers,
		public readonly string $body
	) {}

	public function header( string $name ): string {
		return $this->headers[ $name ] ?? '';
	}

	public function is_html(): bool {
		return str_contains( strtolower( $this->header( 'content-type' ) ), 'html' ) || 1 === preg_match( '/^\s*<(?:!doctype|html)/i', $this->body );
	}

	/** Whole seconds of Retry-After, 0 without one. */
	public function retry_after(): int {
		$value = $this->header( 'retry-after' );
		return ctype_digit( $value ) ? min( (int) $value, 86400 ) : 0;
	}
}
